//go:build unix

package echo

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// BenchmarkCopies fills an index with 100,000 texts (LIVEBRIEF_TEXTS for another number) of about 350 words and then adds more, at the end of the window so
// that each one drives another out. It prints texts a second of processor time of the whole process, garbage included.
// One text in ten is a copy of one of the last thousand with one word in fifty changed. The words are drawn by Zipf's
// law from 60,000, so that the common ones make common shingles.
func BenchmarkCopies(b *testing.B) {
	window := 100_000
	if n, err := strconv.Atoi(os.Getenv("LIVEBRIEF_TEXTS")); err == nil && n > 0 {
		window = n
	}
	random := rand.New(rand.NewPCG(20310305, 1))
	zipf := rand.NewZipf(random, 1.05, 3, 60_000)
	var last [1000]string
	day := time.Date(2031, 3, 5, 0, 0, 0, 0, time.UTC)
	n := 0
	next := func() string {
		text := madeText(random, zipf, 250+random.IntN(200))
		if n%10 == 9 {
			words := strings.Fields(last[random.IntN(min(n, len(last)))])
			for range len(words) / 50 {
				words[random.IntN(len(words))] = fmt.Sprint("w", zipf.Uint64())
			}
			text = strings.Join(words, " ")
		}
		last[n%len(last)] = text
		n++
		return text
	}
	x := New(Window{Texts: window, Bytes: 1 << 30})
	add := func(texts []string) (proposals int, spent time.Duration) {
		from := processor(b)
		for i, text := range texts {
			proposals += len(x.Add(brief.ReportID(fmt.Sprint(n, "-", i)), text, day.Add(time.Duration(n+i)*time.Second)))
		}
		return proposals, processor(b) - from
	}
	batch := func(size int) []string {
		texts := make([]string, size)
		for i := range texts {
			texts[i] = next()
		}
		return texts
	}
	var filling time.Duration
	for range window / 1000 {
		_, spent := add(batch(1000))
		filling += spent
	}
	var spent time.Duration
	found, added := 0, 0
	for b.Loop() {
		proposals, took := add(batch(1000))
		found, added, spent = found+proposals, added+1000, spent+took
	}
	b.ReportMetric(float64(added)/spent.Seconds(), "texts/cpu-s")
	b.ReportMetric(float64(window)/filling.Seconds(), "texts/cpu-s-filling")
	b.ReportMetric(float64(found)/float64(added), "proposals/text")
}

// madeText draws words by their ranks; one in seven is a name, one in thirty a number.
func madeText(random *rand.Rand, zipf *rand.Zipf, words int) string {
	var t strings.Builder
	for i := range words {
		rank := zipf.Uint64()
		switch {
		case random.IntN(30) == 0:
			fmt.Fprint(&t, random.IntN(5000))
		case rank%7 == 3:
			fmt.Fprint(&t, "Wname", rank)
		default:
			fmt.Fprint(&t, "word"[:1+rank%4], rank)
		}
		t.WriteString([]string{" ", " ", " ", ", ", ". "}[i*7%5])
	}
	return t.String()
}

// processor is the time that this process has used of all processors, the kernel's part included.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
