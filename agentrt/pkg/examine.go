package pkg

import (
	"fmt"
	"io/fs"
)

// Examination is what a registry wants to know of a package before it keeps
// it.
type Examination struct {
	Config  *Config  // nil if it cannot be read
	Content *Content // nil if the folder is no good
	Refused []Difference
}

// Examine is the gate of a registry, for a folder that comes from anybody. It
// lists every reason to refuse it: files that packages must not hold or that
// exceed the limits, no configuration or more than one at the top, one that is
// no good or has another name than the folder, a file that is not what the
// fingerprint says or not in it, a dependency without a hash, or one that
// known does not know. An empty list means that the package is good.
func Examine(fsys fs.FS, name string, limits Limits, known func(Ref) bool) *Examination {
	x := &Examination{}
	content, err := Measure(fsys, name, limits, nil)
	if err != nil {
		file, cause := fileOf(err)
		x.refuse(Difference{Finding: FoundUnreadable, File: file, Note: cause.Error()})
		return x
	}
	x.Content = content
	kind, err := KindOf(fsys)
	if err != nil {
		x.refuse(Difference{Finding: FoundConfig, Note: err.Error()})
		return x
	}
	config, err := ReadConfig(fsys, kind)
	if err != nil {
		file, cause := fileOf(err)
		x.refuse(Difference{Finding: FoundConfig, File: file, Note: cause.Error()})
		return x
	}
	x.Config = config
	if config.ID.Name != name {
		x.refuse(Difference{Finding: FoundConfig, File: kind.ConfigFile(), Note: fmt.Sprintf("the name is %s, that of the folder %s", config.ID.Name, shorten(name))})
	}
	x.refuse(compareFingerprint(config, content)...)
	x.checkDependencies(known)
	return x
}

func (x *Examination) refuse(reasons ...Difference) {
	for _, d := range reasons {
		if x.Config != nil {
			d.Package = x.Config.ID
		}
		x.Refused = append(x.Refused, d)
	}
}

func (x *Examination) checkDependencies(known func(Ref) bool) {
	for _, ref := range x.Config.Dependencies {
		d := Difference{Finding: FoundDependency, File: x.Config.ID.Kind.ConfigFile(), Want: ref.Hash.String()}
		switch {
		case ref.Hash.IsZero():
			d.Note = ref.ID.String() + " is named without its hash"
		case !known(ref):
			d.Note = ref.ID.String() + " is not known by this hash"
		default:
			continue
		}
		x.refuse(d)
	}
}
