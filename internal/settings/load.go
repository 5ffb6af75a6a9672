package settings

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// Sources are where values come from, most important first.
type Sources struct {
	// Flags were made by AddFlags and parsed. May be nil.
	Flags *pflag.FlagSet
	// Legacy turns on the variables of existing nodes and, for what they leave
	// open, the behaviour of those nodes.
	Legacy bool
	// Env is the environment.
	Env map[string]string
}

// originDefault is the origin of values nobody gave.
const originDefault = "default"

// value is a text and who said it.
type value struct{ text, origin string }

// layer is one source: values by the key of a line.
type layer map[string]value

// key names a line; those without a flag are known by their variable.
func (l *line) key() string {
	if l.name == "" {
		return l.env
	}
	return l.name
}

// Load finds, checks and combines all settings. The error joins a *Problem for
// each thing that is wrong; the settings are nil then.
func Load(src Sources) (*Settings, error) {
	flags := fromFlags(src.Flags)
	env := fromEnv(src.Env)
	layers := []layer{flags, env}
	var problems []error
	if configFile := firstOf(configLine, flags, env); configFile.text != "" {
		file, errs := fromFile(configFile)
		layers, problems = append(layers, file), append(problems, errs...)
	}
	if src.Legacy {
		said, otherwise, errs := fromLegacy(src.Env)
		layers = append([]layer{flags, said}, layers[1:]...)
		layers, problems = append(layers, otherwise), append(problems, errs...)
	}
	settings, origins := new(Settings), make(map[string]string)
	for i := range table {
		l := &table[i]
		v := firstOf(l, layers...)
		origins[l.key()] = v.origin
		if err := l.apply(settings, v); err != nil {
			problems = append(problems, err)
		}
	}
	// Values that are wrong by themselves would only be reported again.
	if len(problems) == 0 {
		problems = settings.check(origins)
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return settings, nil
}

// firstOf is the value of a line in the first layer that has one.
func firstOf(l *line, layers ...layer) value {
	for _, layer := range layers {
		if v, ok := layer[l.key()]; ok {
			return v
		}
	}
	return value{text: l.preset, origin: originDefault}
}

// apply checks a value and puts it into its field. Empty is the zero value of
// settings without a default, and for others as wrong as they find it.
func (l *line) apply(s *Settings, v value) error {
	if v.text == "" && l.preset == "" {
		return nil
	}
	err := l.kind.set(s, v.text)
	if err == nil {
		return nil
	}
	problem := &Problem{Where: v.origin, Value: v.text, Err: err, Advice: adviceOf(err, l.kind.hint)}
	if l.kind.secret {
		problem.Value = ""
	}
	return problem
}

// fromEnv takes our variables; an empty one is as good as none.
func fromEnv(env map[string]string) layer {
	values := make(layer)
	for _, l := range allLines() {
		if text := env[l.env]; text != "" {
			values[l.key()] = value{text, l.env}
		}
	}
	return values
}

// configLine is the setting that names the configuration file; it comes before
// all others and is not in it.
var configLine = &line{name: "config", env: "ACN_CONFIG", kind: path.into(func(*Settings) *string { return new(string) }),
	explain: "configuration file (YAML): the names of this table, without `--`"}

// allLines is the table with the line that is none of the node's settings.
func allLines() []*line {
	lines := []*line{configLine}
	for i := range table {
		lines = append(lines, &table[i])
	}
	return lines
}

// AddFlags adds a flag for each setting that may have one.
func AddFlags(flags *pflag.FlagSet) {
	for _, l := range allLines() {
		if l.name == "" {
			continue
		}
		flag := flags.VarPF(&flagText{text: l.preset, kind: &l.kind}, l.name, "", plain(l.explain)+" ["+l.env+"]")
		if l.kind.toggle {
			flag.NoOptDefVal = "true"
		}
	}
}

// flagText keeps what a flag says, to be checked with all other sources.
type flagText struct {
	text string
	said bool
	kind *target
}

func (f *flagText) String() string { return f.text }
func (f *flagText) Type() string   { return f.kind.placeholder }

func (f *flagText) Set(text string) error {
	if f.said && f.kind.list {
		text = f.text + "," + text
	}
	f.text, f.said = text, true
	return nil
}

// fromFlags takes the flags that were given. An empty one counts: it is how a
// default is taken back.
func fromFlags(flags *pflag.FlagSet) layer {
	values := make(layer)
	if flags == nil {
		return values
	}
	for _, l := range allLines() {
		if flag := flags.Lookup(l.name); flag != nil && flag.Changed {
			values[l.key()] = value{flag.Value.String(), "--" + l.name}
		}
	}
	return values
}

// Env turns the form of os.Environ into that of Sources.
func Env(environ []string) map[string]string {
	env := make(map[string]string, len(environ))
	for _, pair := range environ {
		if name, text, ok := strings.Cut(pair, "="); ok {
			env[name] = text
		}
	}
	return env
}

var errUnknown = errors.New("there is no such setting")

// unknownHint is what to say about a name that is not in the table.
func unknownHint(near string) string {
	if near == "" {
		return "acn node --help lists them"
	}
	return fmt.Sprintf("did you mean %s?", near)
}
