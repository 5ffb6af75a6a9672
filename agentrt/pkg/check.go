package pkg

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Finding says in which way a package is not what it claims to be.
type Finding string

// Findings.
const (
	FoundHash       Finding = "hash"         // the content is not that of packages.json
	FoundChanged    Finding = "changed"      // a file is not that of the fingerprint
	FoundMissing    Finding = "missing"      // a file of the fingerprint is not there
	FoundExtra      Finding = "extra"        // a file is not in the fingerprint
	FoundDependency Finding = "dependency"   // another content is meant than packages.json has
	FoundConfig     Finding = "config"       // the configuration is no good
	FoundUnreadable Finding = "unreadable"   // a file that packages must not have, or a limit
	FoundAbsent     Finding = "absent"       // the package is not in the tree
	FoundUnlisted   Finding = "not-in-index" // packages.json does not name the package
)

// Difference is one finding. Want is what the package or packages.json says,
// Got what is there.
type Difference struct {
	Package ID      `json:"package"`
	Finding Finding `json:"finding"`
	File    string  `json:"file,omitempty"` // below the package's folder
	Want    string  `json:"want,omitempty"`
	Got     string  `json:"got,omitempty"`
	Note    string  `json:"note,omitempty"`
}

// Report is the outcome of Check.
type Report struct {
	Packages    int          `json:"packages"` // compared
	Equal       int          `json:"equal"`    // of these: without a difference
	Rows        int          `json:"rows"`     // of fingerprints, compared
	Elsewhere   []ID         `json:"elsewhere"`
	Differences []Difference `json:"differences"` // in the order of packages.json
}

// Check recomputes every hash in the tree: those of packages.json, those of
// fingerprints, and those by which packages refer to each other. Packages of
// third parties that are not in the tree are listed as elsewhere.
func (r *Repository) Check() *Report {
	report := &Report{Elsewhere: []ID{}, Differences: []Difference{}}
	for _, ref := range r.Index.Dev {
		r.checkInto(report, ref)
	}
	for _, ref := range r.Index.ThirdParty {
		if r.holds(ref.ID) {
			r.checkInto(report, ref)
		} else {
			report.Elsewhere = append(report.Elsewhere, ref.ID)
		}
	}
	unlisted, err := r.Unlisted()
	for _, id := range unlisted {
		report.Differences = append(report.Differences, Difference{Package: id, Finding: FoundUnlisted})
	}
	if err != nil {
		file, cause := fileOf(err)
		report.Differences = append(report.Differences, Difference{Finding: FoundConfig, File: file, Note: cause.Error()})
	}
	return report
}

func (r *Repository) checkInto(report *Report, ref Ref) {
	c := checker{repository: r, ref: ref}
	report.Packages++
	report.Rows += c.check()
	if len(c.found) == 0 {
		report.Equal++
	}
	report.Differences = append(report.Differences, c.found...)
}

// checker compares one package.
type checker struct {
	repository *Repository
	ref        Ref
	found      []Difference
}

func (c *checker) report(d Difference) {
	d.Package = c.ref.ID
	c.found = append(c.found, d)
}

// check returns how many rows of the fingerprint it compared.
func (c *checker) check() int {
	if !c.repository.holds(c.ref.ID) {
		c.report(Difference{Finding: FoundAbsent, Want: c.ref.Hash.String(), Note: "no folder " + c.ref.Folder()})
		return 0
	}
	content, err := c.repository.measure(c.ref.ID)
	if err != nil {
		file, cause := fileOf(err)
		c.report(Difference{Finding: FoundUnreadable, File: file, Note: cause.Error()})
		return 0
	}
	config, err := c.repository.Config(c.ref.ID)
	if err != nil {
		file, cause := fileOf(err)
		c.report(Difference{Finding: FoundConfig, File: file, Note: cause.Error()})
		c.checkHash(content, nil)
		return 0
	}
	c.checkFingerprint(config, content)
	c.checkDependencies(config)
	c.checkHash(content, config)
	return len(config.Fingerprint)
}

func (c *checker) checkFingerprint(config *Config, content *Content) {
	for _, d := range compareFingerprint(config, content) {
		c.report(d)
	}
}

// compareFingerprint lists the files that are not what the fingerprint says.
func compareFingerprint(config *Config, content *Content) []Difference {
	var found []Difference
	actual := content.Fingerprint(config.ID.Kind, config.IgnorePatterns)
	for _, file := range slices.Sorted(maps.Keys(config.Fingerprint)) {
		switch got, here := actual[file]; {
		case !here:
			found = append(found, Difference{Finding: FoundMissing, File: file, Want: config.Fingerprint[file].String()})
		case got != config.Fingerprint[file]:
			found = append(found, Difference{Finding: FoundChanged, File: file, Want: config.Fingerprint[file].String(), Got: got.String()})
		}
	}
	for _, file := range slices.Sorted(maps.Keys(actual)) {
		if _, listed := config.Fingerprint[file]; !listed {
			found = append(found, Difference{Finding: FoundExtra, File: file, Got: actual[file].String()})
		}
	}
	return found
}

func (c *checker) checkDependencies(config *Config) {
	for _, ref := range config.Dependencies {
		entry, listed := c.repository.Index.Find(ref.ID)
		d := Difference{Finding: FoundDependency, File: config.ID.Kind.ConfigFile(), Want: ref.Hash.String(), Got: entry.Hash.String()}
		switch {
		case !listed:
			d.Note = ref.ID.String() + " is not in " + IndexFile
		case ref.Hash.IsZero():
			d.Note = ref.ID.String() + " is named without its hash"
		case ref.Hash != entry.Hash:
			d.Note = ref.ID.String() + " has another hash in " + IndexFile
		default:
			continue
		}
		c.report(d)
	}
}

// checkHash compares the package as a whole, and finds out which file is to
// blame when no row of the fingerprint says it.
func (c *checker) checkHash(content *Content, config *Config) {
	if content.Hash == c.ref.Hash {
		return
	}
	d := Difference{Finding: FoundHash, Want: c.ref.Hash.String(), Got: content.Hash.String()}
	switch {
	case config == nil:
	case len(c.found) == 0:
		d.File, d.Note = config.ID.Kind.ConfigFile(), "the fingerprint is right, so this file has changed"
		if suspects := unfingerprinted(config, content); len(suspects) > 1 {
			d.Note = "the fingerprint is right, so one of these has changed: " + strings.Join(suspects, ", ")
		}
	case c.isHealed(config, content):
		c.found = nil // the files are right, what the configuration says about them is not
		d.File, d.Note = config.ID.Kind.ConfigFile(), "hashes in this file have changed, and no other file has"
	}
	c.report(d)
}

// unfingerprinted are the files without a row.
func unfingerprinted(config *Config, content *Content) []string {
	var files []string
	for _, file := range content.Files {
		if _, listed := config.Fingerprint[file.Path]; !listed {
			files = append(files, file.Path)
		}
	}
	return files
}

// isHealed tells whether the package would be the right one if only the hashes
// in its configuration were those of its files and dependencies.
func (c *checker) isHealed(config *Config, content *Content) bool {
	dependencies := slices.Clone(config.Dependencies)
	for i, ref := range dependencies {
		if entry, listed := c.repository.Index.Find(ref.ID); listed {
			dependencies[i] = entry
		}
	}
	text, err := config.relocked(content.Fingerprint(config.ID.Kind, config.IgnorePatterns), dependencies)
	if err != nil {
		return false
	}
	healed, err := c.repository.measureWith(config.ID, text)
	return err == nil && healed.Hash == c.ref.Hash
}

// String is one line about it, without the package.
func (d Difference) String() string {
	switch d.Finding {
	case FoundHash:
		text := fmt.Sprintf("the package is %s, %s says %s", d.Got, IndexFile, d.Want)
		if d.Note != "" {
			text = fmt.Sprintf("%s: %s (%s)", d.File, d.Note, text)
		}
		return text
	case FoundChanged:
		return fmt.Sprintf("%s: is %s, the fingerprint says %s", d.File, d.Got, d.Want)
	case FoundMissing:
		return d.File + ": is in the fingerprint and not in the folder"
	case FoundExtra:
		return d.File + ": is in the folder and not in the fingerprint"
	case FoundUnlisted:
		return "is in the tree and not in " + IndexFile
	case FoundAbsent:
		return d.Note
	case FoundDependency:
		if d.Want != "" && d.Got != "" {
			return fmt.Sprintf("%s: %s: %s here, %s there", d.File, d.Note, d.Want, d.Got)
		}
		return d.File + ": " + d.Note
	default:
		if d.File == "" {
			return d.Note
		}
		return d.File + ": " + d.Note
	}
}
