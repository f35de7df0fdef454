package wording

var germanDoctor = map[string]string{}
