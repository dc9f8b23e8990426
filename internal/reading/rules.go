package reading

// Rules names the rules by which Read reads. Whoever changes what Read finds in any text changes this name with it: a
// reading says by which rules it was made, and what is kept of readings for a while is kept under it.
// TestRulesAreNamedAnew holds the name to what is read in the cases of testdata.
const Rules = "6"
