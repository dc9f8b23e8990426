package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Breach is one broken rule at one place. Soft ones are over budget but not over the limit.
type Breach struct {
	Where, What string
	Soft        bool
}

// String gives "where: what".
func (b Breach) String() string { return b.Where + ": " + b.What }

// inspection collects what was found in one walk.
type inspection struct {
	module   string
	fset     *token.FileSet
	breaches []Breach
	comments map[string]bool // package folder -> has a package comment
}

// Inspect reads every Go file below root, the folder of a module with that name, and reports what breaks the
// rules. Test files are held to the import rules of their package only by what they do not need to be: they are
// left out, since a test may open any door. Folders named testdata and nested modules are left out too.
func Inspect(root fs.FS, module string) ([]Breach, error) {
	in := &inspection{module: module, fset: token.NewFileSet(), comments: map[string]bool{}}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return in.enter(root, name)
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		return in.file(root, name)
	})
	if err != nil {
		return nil, fmt.Errorf("inspecting the house: %w", err)
	}
	for dir, has := range in.comments {
		if !has {
			in.add(dir, "the package has no comment that says what it owns")
		}
	}
	sort.Slice(in.breaches, func(i, j int) bool { return in.breaches[i].String() < in.breaches[j].String() })
	return in.breaches, nil
}

// enter skips what is not part of the house.
func (in *inspection) enter(root fs.FS, dir string) error {
	base := path.Base(dir)
	if dir != "." && (base == "testdata" || strings.HasPrefix(base, ".") || base == "node_modules") {
		return fs.SkipDir
	}
	if dir == "." {
		return nil
	}
	if _, err := fs.Stat(root, path.Join(dir, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

func (in *inspection) add(where, format string, args ...any) {
	in.breaches = append(in.breaches, Breach{Where: where, What: fmt.Sprintf(format, args...)})
}

func (in *inspection) addSoft(where, format string, args ...any) {
	in.breaches = append(in.breaches, Breach{Where: where, What: fmt.Sprintf(format, args...), Soft: true})
}

// file parses one file and holds it to every rule.
func (in *inspection) file(root fs.FS, name string) error {
	src, err := fs.ReadFile(root, name)
	if err != nil {
		return err
	}
	f, err := parser.ParseFile(in.fset, name, src, parser.ParseComments)
	if err != nil {
		in.add(name, "does not parse: %v", err)
		return nil
	}
	dir := path.Dir(name)
	in.comments[dir] = in.comments[dir] || f.Doc != nil
	lines := strings.Count(string(src), "\n")
	in.size(name, "file", lines, fileBudget, fileLimit)

	rank, own, known := in.rankOf(dir)
	switch {
	case !known:
		in.add(dir, "the package is not in the plan; give it a rank in internal/house/plan.go")
	case rank == topRank:
		if lines > mainLimit {
			in.add(name, "main has %d lines; the limit is %d", lines, mainLimit)
		}
		in.imports(name, f, rank, own)
	default:
		in.imports(name, f, rank, own)
		if rank <= highestPure && own != "house" {
			in.clock(f)
		}
	}
	in.functions(f)
	in.docs(f)
	return nil
}

func (in *inspection) size(where, what string, n, budget, limit int) {
	switch {
	case n > limit:
		in.add(where, "the %s has %d lines; the limit is %d", what, n, limit)
	case n > budget:
		in.addSoft(where, "the %s has %d lines; the budget is %d", what, n, budget)
	}
}

// rankOf finds the room that a folder belongs to; sub-packages of a room that are not named have its rank.
func (in *inspection) rankOf(dir string) (rank int, own string, known bool) {
	if strings.HasPrefix(dir, "cmd/") {
		return topRank, dir, true
	}
	own, found := strings.CutPrefix(dir, "internal/")
	if !found {
		return 0, dir, false
	}
	r, ok := plan[own]
	return r.rank, own, ok
}

// imports holds each import to the ranks and to purity.
func (in *inspection) imports(name string, f *ast.File, rank int, own string) {
	for _, spec := range f.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		inner, ours := strings.CutPrefix(p, in.module+"/internal/")
		if !ours {
			if rank <= highestPure && own != "house" && impure[p] {
				in.add(name, "a pure room imports %s", p)
			}
			continue
		}
		other, ok := plan[inner]
		switch {
		case !ok:
			in.add(name, "imports %s, which is not in the plan", inner)
		case own == "brief":
			in.add(name, "the nouns import %s; they import nothing of the module", inner)
		case other.rank > rank:
			in.add(name, "imports %s, which is above it (rank %d over %d)", inner, other.rank, rank)
		case other.rank == rank && !slices.Contains(plan[own].peers, inner):
			in.add(name, "imports %s, which is of its own rank", inner)
		}
	}
}

// clock finds time.Now, time.Since, time.Until and timers in a pure room: time is passed in.
func (in *inspection) clock(f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := sel.X.(*ast.Ident)
		if !ok || pkg.Name != "time" {
			return true
		}
		switch sel.Sel.Name {
		case "Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker":
			in.add(in.fset.Position(n.Pos()).String(), "a pure room reads the clock: time.%s", sel.Sel.Name)
		}
		return true
	})
}

// functions measures every function and forbids init.
func (in *inspection) functions(f *ast.File) {
	for _, decl := range f.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		pos := in.fset.Position(fn.Pos())
		where := fmt.Sprintf("%s:%d %s", pos.Filename, pos.Line, fn.Name.Name)
		in.size(where, "function", in.fset.Position(fn.End()).Line-pos.Line+1, funcBudget, funcLimit)
		if fn.Recv == nil && fn.Name.Name == "init" {
			in.add(where, "init registers behind the reader's back; list it in one function")
		}
	}
}
