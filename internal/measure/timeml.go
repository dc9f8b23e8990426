package measure

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// TimeML reads one file of TimeML 1.2 (http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd): the day of publication from the
// TIMEX3 in DCT, the text of TEXT without its tags, and its TIMEX3 as notes. Other tags within the text leave their
// words; a TIMEX3 without words is passed over, for there is nothing to find. What is no TimeML is brief.Invalid.
func TimeML(name string, raw []byte) (DatedText, error) {
	if len(raw) > maxBody {
		return DatedText{}, brief.Invalid(name+" is longer than 4 MB", "score shorter texts")
	}
	f := timeml{out: DatedText{Text: Text{Name: name}, Noted: []Date{}}}
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
	d.Entity = xml.HTMLEntity
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = f.take(token)
		}
		if err != nil {
			return DatedText{}, brief.Invalid(name+" is no TimeML that can be read ("+err.Error()+")", "mend it, or leave it out of the folder")
		}
	}
	if f.out.Body = f.body.String(); strings.TrimSpace(f.out.Body) == "" {
		return DatedText{}, brief.Invalid(name+" has no words in a TEXT element", "leave it out of the folder")
	}
	f.out.Noted = slices.DeleteFunc(f.out.Noted, func(d Date) bool { return d.End <= d.Start })
	return f.out, nil
}

// timeml is a file being read.
type timeml struct {
	out           DatedText
	body          strings.Builder
	inDCT, inText bool
	open          []int // which notes are open, the innermost last
}

func (f *timeml) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "DCT":
			f.inDCT = true
		case "TEXT":
			f.inText = true
		case "TIMEX3":
			return f.begin(t)
		}
	case xml.EndElement:
		switch t.Name.Local {
		case "DCT":
			f.inDCT = false
		case "TEXT":
			f.inText = false
		case "TIMEX3":
			f.end()
		}
	case xml.CharData:
		if f.inText {
			f.body.Write(t)
		}
	}
	return nil
}

// begin notes where a time expression begins; that in DCT gives the day of publication. Outside of TEXT it never gets
// any words, and drops out in the end.
func (f *timeml) begin(t xml.StartElement) error {
	at := map[string]string{}
	for _, a := range t.Attr {
		at[a.Name.Local] = a.Value
	}
	if f.inDCT {
		day, err := Day(at["value"][:min(len(at["value"]), len("2006-01-02"))])
		if err != nil {
			return err
		}
		f.out.Published = day
	}
	f.open = append(f.open, len(f.out.Noted))
	f.out.Noted = append(f.out.Noted, Date{Span: brief.Span{Start: f.body.Len()}, Type: at["type"], Value: at["value"], Mod: at["mod"]})
	return nil
}

// end closes the innermost expression; the decoder sees to it that there is one.
func (f *timeml) end() {
	i := f.open[len(f.open)-1]
	f.open = f.open[:len(f.open)-1]
	f.out.Noted[i].End = f.body.Len()
}
