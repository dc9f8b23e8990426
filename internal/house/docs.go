package house

import (
	"go/ast"
	"go/token"
)

// docs finds exported names without a comment. A group's comment serves its constants and variables; methods of
// types that are not exported need none.
func (in *inspection) docs(f *ast.File) {
	for _, decl := range f.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && d.Doc == nil && receiverExported(d) {
				in.undocumented(d.Pos(), d.Name.Name)
			}
		case *ast.GenDecl:
			in.docsOfGroup(d)
		}
	}
}

func (in *inspection) docsOfGroup(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
				in.undocumented(s.Pos(), s.Name.Name)
			}
		case *ast.ValueSpec:
			for _, name := range s.Names {
				if name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					in.undocumented(s.Pos(), name.Name)
				}
			}
		}
	}
}

func (in *inspection) undocumented(pos token.Pos, name string) {
	in.add(in.fset.Position(pos).String(), "%s is exported and has no comment", name)
}

// receiverExported tells whether the function is a plain one or a method of an exported type.
func receiverExported(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}
