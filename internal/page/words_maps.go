package page

// mapWords is the furniture of the pages about control maps in one language.
type mapWords struct {
	Map, Sketch, Open, AreaTitle, Latest                string
	OnDay                                               string // takes the map's title and a day
	Between                                             string // takes the title and two days
	AreaOf                                              string // takes the title
	Source, SketchSource                                string // take the source's name, the second also how many places
	StillStands, Previous, Next, ChangedSince           string // take a day
	Redrawn, Nothing, NothingChanged                    string
	Class, Region, Now, OverDay, OverWeek, OverMonth    string
	GainedKm2, LostKm2, Difference, DayHead             string
	Km2, Thousands                                      string
	About                                               string // takes an area
	Gained, Lost, Kept                                  string
	ByRegion, ByClass, ThatDay, Where, Method, Download string
	NoDownload, DrawnSays, Viewpoint                    string // take a source, a source, a viewpoint
	SketchSays, DisputedSays                            string
	SketchOff                                           string // takes whose figures and two percentages
	Others, Embed                                       string
	Places                                              plural

	// Classes are what areas are called, ClassesBy where the party is known: they take it.
	Classes, ClassesBy map[string]string
	// Towns and Regions are the names of places where they differ from those of the base map.
	Towns, Regions map[string]string
	// Script holds what the script of a map says, by the names it asks for.
	Script map[string]string
}
