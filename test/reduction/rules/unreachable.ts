/**
 * Premises that no configuration makes fail, and rules that apply to none, each with the reason.
 * @module
 */

/** Rules with the texts of their premises; `conclusion` stands for the rule as a whole. */
interface Reason {
  readonly because: string;
  readonly of: { readonly [rule: string]: readonly string[] };
}
const reasons: readonly Reason[] = [
  {
    because: 'it only gives a name to something that is always there',
    of: {
      'Step_read/table.size': ['|ti.refs| = n', 'ti.type = at lim rt'],
      'Step_read/memory.size': ['n · 64 Ki = |mi.bytes|', 'mi.type = at lim page'],
      'Step/struct.new': ['a = |z.structs|'],
      'Step/array.new_fixed': ['a = |z.arrays|'],
      'Step_read/call_ref-func': ['f = {locals valⁿ (default_t)*, module fi.module}'],
      'Step/throw': ['exn = {tag ta, fields valⁿ} and a = |z.exns|'],
      'Step/cont.new-func': ['E = [_] (ref.func fa) (call_ref fi.type)', 'S′ = S with conts += E'],
      'Step/cont.bind-cont': ['E = E′[vⁿ _]', 'S′ = S with conts[ca] = ε with conts += E'],
      'Step/resume-cont': ['S′ = S with conts[ca] = ε'],
      'Step/resume_throw-cont': ['S′ = S with exns += {tag ta, fields vᵐ}'],
      'Step/resume_throw_ref-cont': ['S′ = S with conts[ca] = ε'],
      'Step/suspend-prompt': ['S′ = S with conts += (Hᵉᵃ : m)'],
      'Step/wait-eq': ['S′ = S with queues[q] += T'],
      'Step/waiting-timeout': ['S′ = S with queues[q] −= T'],
      'Step/spawn_ref': ['S′ = S with threads += v* (invoke a′)'],
      'Step/spawn_ref-cooperative': ['S′ = S with conts += E', 'T′ = T with ready += |S.conts|'],
      'Step/spawn_indirect-cooperative': ['S′ = S with conts += E', 'T′ = T with ready += |S.conts|'],
      'Step/yield-thread': ['S′ = S with conts += E[(i32.const 0)]', 'T′ = T with ready += |S.conts|'],
      'Step/turns-next': ['S′ = S with conts[ca] = ε', 'T′ = T with ready = ca′*'],
      'Step/spawn_indirect': ['S′ = S with threads += v* (invoke a′)'],
      'Step/waitqueue.notify': ['S′ = S with queues[q] = queues[q][j :]'],
      'Step/switch-prompt': ['S′ = S with conts[ca] = ε', 'S″ = S′ with conts += (Hᵉᵃ : m)'],
    },
  },
  {
    because: 'the function has a result for all arguments',
    of: {
      'Step/call_ref-host': ['hostfunc(s; valⁿ) = s′; result'],
      'Step_read/vload-pack-val': ['c = lanes⁻¹_{iNN×M}(extend^sx_{K,NN}(j)^M) ∧ NN = K · 2'],
      'Step_read/vload-splat-val': ['c = lanes⁻¹_{iNN×M}(j^M) ∧ N = |iNN| ∧ M = 128/N'],
      'Step_read/vload-zero-val': ['c = extend^u_{N,128}(j)'],
      'Step_read/vload_lane-val': ['c = lanes⁻¹_{iNN×M}(lanes_{iNN×M}(c₁)[[j] = k]) ∧ N = |iNN| ∧ M = 128/N'],
      'Step/vstore_lane-val': ['lanes_{iNN×M}(c)[j] = k ∧ N = |iNN| ∧ M = 128/N'],
      'Step/waitqueue.notify': ['j = min(k, |S.queues[q]|)'],
      'Step/atomic.rmw-val': ['c = rmw_f(c₁, c₂)'],
      'Step_read/memory.atomic.wait': ['q = loc = a[i + ao.offset : N/8]'],
      'Step/memory.atomic.notify': ['q = a[i + ao.offset]', 'j = min(k, |S.queues[q]|)', 'S′ = S with queues[q] = queues[q][j :]'],
      'Step_read/memory.wait': ['loc = a[i + ao.offset : N/8]'],
      'Step_pure/unop-val': ['c ∈ unop_nt(c₁)'],
      'Step_pure/testop': ['c = testop_nt(c₁)'],
      'Step_pure/relop': ['c = relop_nt(c₁, c₂)'],
      'Step_pure/vvunop': ['c ∈ vvunop_{v128}(c₁)'],
      'Step_pure/vvbinop': ['c ∈ vvbinop_{v128}(c₁, c₂)'],
      'Step_pure/vvternop': ['c ∈ vvternop_{v128}(c₁, c₂, c₃)'],
      'Step_pure/vvtestop': ['c = inez_|v128|(c₁)'],
      'Step_pure/vunop-val': ['c ∈ vunop_sh(c₁)'],
      'Step_pure/vbinop-val': ['c ∈ vbinop_sh(c₁, c₂)'],
      'Step_pure/vternop-val': ['c ∈ vternop_sh(c₁, c₂, c₃)'],
      'Step_pure/vtestop': ['i* = lanes_{iNN×M}(c₁) ∧ c = Π inez_NN(i)*'],
      'Step_pure/vrelop': ['c = vrelop_sh(c₁, c₂)'],
      'Step_pure/vshiftop': ['c = vshiftop_sh(c₁, i)'],
      'Step_pure/vbitmask': ['c = vbitmaskop_sh(c₁)'],
      'Step_pure/vswizzlop': ['c = vswizzlop_sh(c₁, c₂)'],
      'Step_pure/vshuffle': ['c = vshufflop_sh(i*, c₁, c₂)'],
      'Step_pure/vsplat': ['c = lanes⁻¹_{lt×M}(pack_lt(c₁)^M)'],
      'Step_pure/vextract_lane-num': ['c₂ = lanes_{nt×M}(c₁)[i]'],
      'Step_pure/vextract_lane-pack': ['c₂ = extend^sx_{|pt|,32}(lanes_{pt×M}(c₁)[i])'],
      'Step_pure/vreplace_lane': ['c = lanes⁻¹_{lt×M}(lanes_{lt×M}(c₁)[[i] = pack_lt(c₂)])'],
      'Step_pure/vextunop': ['vextunop_{sh₁,sh₂}(c₁) = c'],
      'Step_pure/vextbinop': ['vextbinop_{sh₁,sh₂}(c₁, c₂) = c'],
      'Step_pure/vextternop': ['vextternop_{sh₁,sh₂}(c₁, c₂, c₃) = c'],
      'Step_pure/vnarrow': ['c = vnarrowop_{sh₁,sh₂}^sx(c₁, c₂)'],
      'Step_pure/vcvtop': ['c = vcvtop_{sh₁,sh₂}(c₁)'],
    },
  },
  {
    because: 'what is in the table has been looked up in the store',
    of: { 'Step/spawn_indirect-cooperative': ['E = (label₀{trap} (handler₀{(catch_all 0)} [_] v* (invoke a′)))'] },
  },
  {
    because: 'the rule is for partial operators, of which this family has none',
    of: {
      'Step_pure/unop-trap': ['conclusion'],
      'Step_pure/vunop-trap': ['conclusion'],
      'Step_pure/vbinop-trap': ['conclusion'],
      'Step_pure/vternop-trap': ['conclusion'],
    },
  },
  {
    because: 'the premises before it have checked the bounds',
    of: {
      'Step_read/table.init-succ': ['ei.refs[j] = ref'],
      'Step_read/memory.init-succ': ['di.bytes[j] = b'],
      'Step_read/array.init_elem-succ': ['ref = ei.refs[j]'],
      'Step_read/array.init_data-num': ['zbytes_zt(c) = di.bytes[j : |zt|/8]'],
    },
  },
];

/** Why premises of the rule cannot fail, by their texts. */
export const unreachable = (rule: string): { readonly [premise: string]: string | undefined } =>
  Object.fromEntries(reasons.flatMap(({ because, of }) => (of[rule] ?? []).map((premise) => [premise, because])));
