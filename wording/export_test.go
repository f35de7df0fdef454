package wording

// Catalogues are those of a language.
func Catalogues(l Language) []map[string]string { return catalogues(l) }
