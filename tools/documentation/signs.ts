/** The signs of the Unicode notation, what TeX calls them, and how each sits between its neighbours. */

/** TeX's classes of atoms, as far as they decide about space. */
export type Class = 'ordinary' | 'binary' | 'relation' | 'open' | 'close' | 'punctuation';

/** A sign in TeX. */
export type Sign = { readonly tex: string; readonly class: Class };

const table = (name: Class, rows: string): readonly (readonly [string, Sign])[] =>
  rows
    .trim()
    .split(/\n\s*|\s{2,}/u)
    .map((row) => {
      const [sign = '', tex = sign] = row.split(' ');
      return [sign, { tex, class: name }];
    });

const signs: ReadonlyMap<string, Sign> = new Map([
  ...table('relation', String.raw`
    ↪ \hookrightarrow  ⇀ \rightharpoonup  → \to  -> \to  ⇒ \Rightarrow  ⇔ \Leftrightarrow  ⟶ \longrightarrow  ↦ \mapsto
    ← \gets  ⟵ \longleftarrow  ↔ \leftrightarrow  ⤳ \leadsto  ⇝ \leadsto  ⟹ \Longrightarrow  ⇓ \Downarrow
    = =  ≠ \neq  ≈ \approx  ≃ \simeq  ≅ \cong  ≡ \equiv  ∼ \sim  ~ \sim
    < <  > >  ≤ \leq  ≥ \geq  <= \leq  >= \geq  <: \mathrel{<:}  ≺ \prec  ⪯ \preceq  ⩽ \leq  ⩾ \geq
    ∈ \in  ∉ \notin  ∋ \ni  ⊆ \subseteq  ⊂ \subset  ⊇ \supseteq  ⊢ \vdash  ⊣ \dashv  ⊨ \vDash  ⊥ \bot  ∣ \mid
    : :  := \mathrel{:=}  ::= \mathrel{::=}  += \mathrel{+\!\!=}  ≔ \mathrel{:=}  ∥ \parallel  ‖ \parallel
  `),
  ...table('binary', String.raw`
    + +  - -  − -  ± \pm  × \times  · \cdot  ⋅ \cdot  ÷ \div  ∘ \circ  ++ \mathbin{+\!\!+}  ⊕ \oplus  ⊗ \otimes  ⊎ \uplus
    ∧ \wedge  ∨ \vee  ∩ \cap  ∪ \cup  ⊔ \sqcup  ⊓ \sqcap  ∖ \setminus  \ \setminus  & \mathbin{\&}  ⊻ \veebar  ≪ \ll  ≫ \gg
  `),
  ...table('open', String.raw`( (  [ [  { \{  ⟨ \langle  ⌊ \lfloor  ⌈ \lceil  ⟦ [\![`),
  ...table('close', String.raw`) )  ] ]  } \}  ⟩ \rangle  ⌋ \rfloor  ⌉ \rceil  ⟧ ]\!]`),
  ...table('punctuation', String.raw`, {,}\;  ; {;}\;  . .\;`),
  ...table('ordinary', String.raw`
    … \dots  ... \dots  .. {..}  ⋯ \cdots  ∀ \forall\,  ∃ \exists\,  ∄ \nexists\,  ¬ \neg  ∅ \emptyset  ∞ \infty
    ∑ \textstyle\sum  ∏ \textstyle\prod  √ \surd  ↑ \uparrow  ↓ \downarrow  □ \square  ⊤ \top  ℓ \ell  ✓ \checkmark
    / /  ! !  ? ?  * \ast  | \vert  || \Vert  _ \_  % \%  # \#  @ \mathtt{@}  ′ \prime
    ℕ \mathbb{N}  ℤ \mathbb{Z}  ℝ \mathbb{R}  ℚ \mathbb{Q}
  `),
]);

/** Signs that separate when they stand free, and belong to their neighbour when they do not: `a | b` and `|a|`, `a / b` and `1/2`. */
const free: ReadonlyMap<string, Sign> = new Map([
  ['|', { tex: String.raw`\mid`, class: 'relation' }],
  ['||', { tex: String.raw`\parallel`, class: 'relation' }],
  ['/', { tex: String.raw`\mathbin{/}`, class: 'binary' }],
  ['*', { tex: String.raw`\ast`, class: 'binary' }],
]);

/** @param alone - white space stands on both sides; undefined when the notation has no such sign */
export const signOf = (text: string, alone: boolean): Sign | undefined => (alone ? free.get(text) : undefined) ?? signs.get(text);
