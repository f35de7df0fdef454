package wording

// Catalogues are those of a language.
func Catalogues(l Language) []map[string]string { return catalogues(l) }

// Readable are the catalogues whose texts are recognised.
func Readable() []map[string]string {
	return []map[string]string{germanFindings, germanChecks, germanParsing, germanRefusals, germanProblems, germanDoctor, germanReasons}
}
