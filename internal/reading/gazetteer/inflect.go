package gazetteer

import (
	"strings"
	"unicode"
)

// endings gives the forms of Ukrainian and Russian names of towns by how the name ends: what is taken away, and what
// comes instead. The first row that fits is taken; forms of both languages stand together where the ending does not
// tell them apart.
var endings = []struct{ end, forms string }{
	{"ський", "ського ському ським"}, {"цький", "цького цькому цьким"}, {"ий", "ого ому им ом"}, {"ый", "ого ому ым ом"},
	{"їв", "єва єву євом єві"}, {"ів", "ова ову овом ові"}, {"ев", "ева еву евом еве"}, {"ов", "ова ову овом ове"},
	{"піль", "поля полю полем полі"}, {"поль", "поля полю полем поле полі"},
	{"ськ", "ська ську ськом"}, {"цьк", "цька цьку цьком"}, {"ск", "ска ску ском ске"}, {"цк", "цка цку цком цке"},
	{"град", "града граду градом граде граді"}, {"род", "рода роду родом роде роді"},
	{"ня", "ні ню нею не ней"}, {"ка", "ки ці ку кою ке кой"}, {"ва", "ви ві ву вою вы ве вой"}, {"са", "си сі су сою сы се сой"},
	{"та", "ти ті ту тою ты те той"}, {"на", "ни ні ну ною ны не ной"}, {"ця", "ці цю цею"}, {"ца", "цы це цу цей"},
	{"жжя", "жжю жжям жжі"}, {"жье", "жья жью жьем жьём"}, {"про", "пра пру пром прі"}, {"пр", "пра пру пром пре"},
	{"ное", "ного ному ным ном"}, {"кое", "кого кому ким ком"}, {"не", "ного ному ним"}, {"ве", "вого вому вим"}, {"ке", "кого кому ким"},
	{"івці", "івців івцям івцями івцях"}, {"вцы", "вцов вцам вцами вцах"},
	{"си", "с сам сами сах"}, {"ссы", "сс ссам ссами ссах"}, {"сы", "с сам сами сах"}, {"ми", "м мам мами мах"}, {"мы", "м мам мами мах"},
	{"ир", "ира иру иром ирі ире"}, {"он", "она ону оном оні оне"}, {"ут", "ута уту утом уті уте"}, {"юм", "юма юму юмом юмі юме"},
	{"ль", "ля лю лем лі ле"}, {"им", "иму имом имі"}, {"ым", "ыма ыму ымом ыме"}, {"ас", "асу асом асі аса асе"}, {"асс", "асса ассу ассом ассе"},
	{"ия", "ии ию ией"}, {"ія", "ії ію ією"}, {"сь", "сі сю ссю"},
}

// inflected gives the forms of a Cyrillic name; none for a name in another script, of which nothing is known, or of
// several words, of which each has forms of its own.
func inflected(name string) []string {
	last := name[strings.LastIndexByte(name, ' ')+1:]
	if last != name || !cyrillic(name) {
		return nil
	}
	for _, e := range endings {
		stem, ok := strings.CutSuffix(name, e.end)
		if !ok || stem == "" {
			continue
		}
		var out []string
		for f := range strings.FieldsSeq(e.forms) {
			out = append(out, stem+f)
		}
		return out
	}
	return nil
}

func cyrillic(s string) bool {
	for _, r := range s {
		return unicode.Is(unicode.Cyrillic, r)
	}
	return false
}
