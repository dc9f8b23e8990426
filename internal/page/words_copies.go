package page

// copyWords is what pages say of copies: the list of mirrors, and the edition in one file.
type copyWords struct {
	Mirrors, Says, Empty, Onion, Signed string
	CheckTitle, CheckSays               string
	Fingerprint                         string // takes the fingerprint
	Hostile                             string
	MakeTitle, MakeSays, MakeServe      string

	File                  string // takes the days, the items, the edition and the size in KB
	FileSays, NoneShown   string
	DaysLeft, ItemsLeft   string // take a counted noun
	FileCheck, FileCannot string
}

var englishCopies = copyWords{
	Mirrors: "Mirrors",
	Says:    "Other places where this briefing stands in full, in the order to try them in. They keep working when this one does not.",
	Empty:   "The desk has named no mirror yet. A copy that somebody handed you is as good as one from here: check it as below.",
	Onion:   "onion address, for Tor Browser",
	Signed:  "This list, signed, to be passed on",

	CheckTitle: "Check a copy",
	CheckSays:  "Whoever gave you a copy, these commands say whether it is what the publisher signed, to the last letter. The page that checks copies in a browser does the same for a folder.",
	Fingerprint: "The fingerprint of the key that signs this record: %s. Compare it with one that you got by another way than from this page: " +
		"in print, on another site, from a person you trust.",
	Hostile: "A page from a hostile mirror cannot vouch for itself: it can show any fingerprint and any list. What counts is a check by a program that you have from somewhere else.",

	MakeTitle: "Make a mirror of your own",
	MakeSays:  "Take a whole copy, as a folder or a zip, from the desk or from anybody who has one. Check it. Then put its files on any web server, unchanged; they work below any path and need nothing else.",
	MakeServe: "Or let livebrief serve the folder, at home or as an onion service. Then tell the desk the address.",

	File:      "%s: %s, edition %s, %s KB.",
	FileSays:  "This is a copy of the briefing in one file. It works without a network and can be passed on as it is.",
	NoneShown: "Nothing was published in these seven days.",
	DaysLeft:  "Left out to stay below 300 KB: %s before that.", ItemsLeft: "Left out to stay below 300 KB: %s of the first day.",
	FileCheck: "The signature stands at the end of the file. This command checks it, to the last letter:",
	FileCannot: "One file cannot show that nothing else was published, nor that this edition continues the one you saw before; " +
		"a whole copy can.",
}

var ukrainianCopies = copyWords{
	Mirrors: "Дзеркала",
	Says:    "Інші місця, де ця хроніка є повністю, у тому порядку, в якому їх варто пробувати. Вони працюють і тоді, коли це не працює.",
	Empty:   "Редакція ще не назвала жодного дзеркала. Копія, яку вам хтось передав, не гірша за взяту звідси: перевірте її, як описано нижче.",
	Onion:   "onion-адреса, для Tor Browser",
	Signed:  "Цей список із підписом, щоб передавати далі",

	CheckTitle: "Перевірити копію",
	CheckSays:  "Хоч хто дав вам копію, ці команди скажуть, чи вона до останньої літери така, яку підписав видавець. Для теки те саме робить сторінка, що перевіряє копії в браузері.",
	Fingerprint: "Відбиток ключа, яким підписано цей запис: %s. Порівняйте його з тим, який отримали іншим шляхом, не з цієї сторінки: " +
		"надрукованим, з іншого сайту, від людини, якій довіряєте.",
	Hostile: "Сторінка з ворожого дзеркала не може ручатися за себе: вона здатна показати будь-який відбиток і будь-який список. Важить лише перевірка програмою, яку ви маєте з іншого місця.",

	MakeTitle: "Зробити власне дзеркало",
	MakeSays:  "Візьміть повну копію, теку або zip, у редакції чи в того, хто її має. Перевірте її. Потім покладіть файли без змін на будь-який вебсервер; вони працюють за будь-яким шляхом і більше нічого не потребують.",
	MakeServe: "Або хай теку роздає livebrief, удома чи як onion-службу. Тоді повідомте адресу редакції.",

	File:      "%s: %s, випуск %s, %s КБ.",
	FileSays:  "Це копія хроніки в одному файлі. Вона працює без мережі, її можна передавати як є.",
	NoneShown: "За ці сім днів нічого не опубліковано.",
	DaysLeft:  "Раніше пропущено: %s, щоб файл лишався меншим за 300 КБ.", ItemsLeft: "Першого дня пропущено: %s, щоб файл лишався меншим за 300 КБ.",
	FileCheck: "Підпис стоїть у кінці файлу. Ця команда перевіряє його до останньої літери:",
	FileCannot: "Один файл не може показати, що більше нічого не опубліковано, ні що цей випуск продовжує той, який ви бачили раніше; " +
		"повна копія може.",
}

var russianCopies = copyWords{
	Mirrors: "Зеркала",
	Says:    "Другие места, где эта хроника есть целиком, в том порядке, в каком их стоит пробовать. Они работают и тогда, когда это не работает.",
	Empty:   "Редакция ещё не назвала ни одного зеркала. Копия, которую вам кто-то передал, не хуже взятой отсюда: проверьте её, как описано ниже.",
	Onion:   "onion-адрес, для Tor Browser",
	Signed:  "Этот список с подписью, чтобы передавать дальше",

	CheckTitle: "Проверить копию",
	CheckSays:  "Кто бы ни дал вам копию, эти команды скажут, такова ли она до последней буквы, какой её подписал издатель. Для папки то же делает страница, которая проверяет копии в браузере.",
	Fingerprint: "Отпечаток ключа, которым подписана эта запись: %s. Сравните его с тем, что получили другим путём, не с этой страницы: " +
		"напечатанным, с другого сайта, от человека, которому доверяете.",
	Hostile: "Страница с враждебного зеркала не может ручаться за себя: она способна показать любой отпечаток и любой список. Значит что-то лишь проверка программой, которая у вас из другого места.",

	MakeTitle: "Сделать своё зеркало",
	MakeSays:  "Возьмите полную копию, папку или zip, в редакции или у того, у кого она есть. Проверьте её. Затем положите файлы без изменений на любой веб-сервер; они работают по любому пути и больше ничего не требуют.",
	MakeServe: "Или пусть папку раздаёт livebrief, дома или как onion-службу. Тогда сообщите адрес редакции.",

	File:      "%s: %s, выпуск %s, %s КБ.",
	FileSays:  "Это копия хроники в одном файле. Она работает без сети, её можно передавать как есть.",
	NoneShown: "За эти семь дней ничего не опубликовано.",
	DaysLeft:  "Раньше пропущено: %s, чтобы файл оставался меньше 300 КБ.", ItemsLeft: "Первого дня пропущено: %s, чтобы файл оставался меньше 300 КБ.",
	FileCheck: "Подпись стоит в конце файла. Эта команда проверяет его до последней буквы:",
	FileCannot: "Один файл не может показать, что больше ничего не опубликовано, ни что этот выпуск продолжает тот, который вы видели раньше; " +
		"полная копия может.",
}
