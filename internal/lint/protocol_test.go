package lint

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/reflect/protoreflect"

	"go-acn/acn"
	"go-acn/acn/acnpb"
)

const protocolPage = "../../docs/protocol.md"

// tables are the rows of a Markdown page's tables, by the heading cells of the
// table; cells are trimmed.
func tables(t *testing.T, page string) map[string][][]string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string][][]string)
	var heading string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case !strings.HasPrefix(line, "|"):
			heading = ""
		case heading == "":
			heading = strings.Join(cells(line), "|")
		case !strings.HasPrefix(line, "|--"):
			found[heading] = append(found[heading], cells(line))
		}
	}
	return found
}

func cells(line string) []string {
	parts := strings.Split(strings.Trim(line, "|"), "|")
	for i, part := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(part), "`")
	}
	return parts
}

// rows of one table, which must be there.
func rows(t *testing.T, heading string) [][]string {
	t.Helper()
	found := tables(t, protocolPage)[heading]
	if len(found) == 0 {
		t.Fatalf("docs/protocol.md has no table %q", heading)
	}
	return found
}

// constants evaluates the constants a package declares, by name.
func constants(t *testing.T, m *module, dir string) map[string]constant.Value {
	t.Helper()
	var files []*ast.File
	for _, s := range m.in(dir) {
		if !s.test {
			files = append(files, s.syntax)
		}
	}
	// Imports are not resolved, which constants do without.
	config := types.Config{Importer: nil, Error: func(error) {}, FakeImportC: true}
	pkg, _ := config.Check(dir, m.fset, files, nil)
	values := make(map[string]constant.Value)
	for _, name := range pkg.Scope().Names() {
		if c, ok := pkg.Scope().Lookup(name).(*types.Const); ok {
			values[name] = c.Val()
		}
	}
	return values
}

func TestProtocolStatuses(t *testing.T) {
	var want []string
	for name, value := range constants(t, loadModule(t, os.DirFS("../..")), "acn") {
		if strings.HasPrefix(name, "Status") {
			code, _ := constant.Int64Val(value)
			want = append(want, fmt.Sprintf("%d %s", code, acn.Status(code)))
		}
	}
	var got []string
	for _, row := range rows(t, "code|text|meaning") {
		got = append(got, row[0]+" "+row[1])
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" || len(want) < 11 {
		t.Errorf("docs/protocol.md differs from acn/status.go:\n%s", diff)
	}
}

func TestProtocolIDs(t *testing.T) {
	var want []string
	for name, value := range constants(t, loadModule(t, os.DirFS("../..")), "acn") {
		switch {
		case strings.HasPrefix(name, "Protocol"):
			want = append(want, constant.StringVal(value))
		case strings.HasSuffix(name, "KadPrefix"):
			want = append(want, constant.StringVal(value)+"/kad/1.0.0")
		}
	}
	var got []string
	for _, row := range rows(t, "protocol id|what|who opens it") {
		got = append(got, row[0])
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" || len(want) < 7 {
		t.Errorf("docs/protocol.md differs from acn/protocol.go:\n%s", diff)
	}
}

func TestProtocolLimits(t *testing.T) {
	want := make(map[string]string)
	for name, value := range constants(t, loadModule(t, os.DirFS("../..")), "acn") {
		if regexp.MustCompile(`^Max(Frame|Envelope|Address|Record|StatusText)$`).MatchString(name) {
			want[name] = value.ExactString()
		}
	}
	got := make(map[string]string)
	for _, row := range rows(t, "limit|value|of what") {
		got[row[0]] = strings.ReplaceAll(row[1], ",", "")
	}
	if diff := cmp.Diff(want, got); diff != "" || len(want) != 5 {
		t.Errorf("docs/protocol.md differs from acn/protocol.go:\n%s", diff)
	}
}

func TestProtocolMessages(t *testing.T) {
	var want []string
	messages := acnpb.File_acn_proto.Messages()
	for i := range messages.Len() {
		fields := messages.Get(i).Fields()
		for j := range fields.Len() {
			field := fields.Get(j)
			want = append(want, fmt.Sprintf("%s.%s = %d, %s", messages.Get(i).Name(), field.Name(), field.Number(), kind(field)))
		}
	}
	var got []string
	for _, row := range rows(t, "message|field|number|type") {
		plain, _, _ := strings.Cut(row[3], ":")
		plain, _, _ = strings.Cut(plain, " of ")
		got = append(got, fmt.Sprintf("%s.%s = %s, %s", row[0], row[1], row[2], plain))
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/protocol.md differs from acn.proto:\n%s", diff)
	}
}

func kind(field protoreflect.FieldDescriptor) string {
	name := field.Kind().String()
	if field.Message() != nil {
		name = string(field.Message().Name())
	}
	if field.IsList() {
		name = "repeated " + name
	}
	return name
}

func TestProtocolKeys(t *testing.T) {
	for _, row := range rows(t, "secret|node key|peer id") {
		id, err := acn.ParseIdentity(row[0])
		if err != nil {
			t.Fatal(err)
		}
		if got := id.NodeKey(); string(got) != row[1] || got.PeerID() != row[2] {
			t.Errorf("%s has key %s, peer id %s", row[0], got, got.PeerID())
		}
	}
	for _, row := range rows(t, "ledger|secret|address") {
		w, err := acn.ParseWallet(acn.Ledger(row[0]), row[1])
		if err != nil {
			t.Fatal(err)
		}
		if string(w.Address()) != row[2] {
			t.Errorf("%s %s has address %s", row[0], row[1], w.Address())
		}
	}
	var ledgers []acn.Ledger
	for _, row := range rows(t, "ledger|public key, as text|address|signature, as text") {
		ledgers = append(ledgers, acn.Ledger(row[0]))
	}
	all := slices.Clone(acn.Ledgers)
	slices.Sort(all)
	slices.Sort(ledgers)
	if diff := cmp.Diff(all, ledgers); diff != "" {
		t.Errorf("ledgers differ:\n%s", diff)
	}
}

// The example of a delegation's text is what a wallet would sign, and the
// example of a framed success is one.
func TestProtocolExamples(t *testing.T) {
	text, err := os.ReadFile(protocolPage)
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)```\n(ACN delegation.*?\n)```").FindSubmatch(text)
	if example == nil {
		t.Fatal("no example of a delegation")
	}
	lines := regexp.MustCompile(`(?m)^(\w[\w ]*): (.*)$`).FindAllStringSubmatch(string(example[1]), -1)
	value := make(map[string]string)
	for _, line := range lines {
		value[line[1]] = line[2]
	}
	d := acn.Delegation{Flags: acn.AllowRelay | acn.AllowMailbox}
	if d.Epoch, err = strconv.ParseUint(value["epoch"], 10, 64); err != nil {
		t.Fatal(err)
	}
	for name, field := range map[string]interface{ UnmarshalText([]byte) error }{"not before": &d.NotBefore, "not after": &d.NotAfter} {
		if err := field.UnmarshalText([]byte(value[name])); err != nil {
			t.Fatal(err)
		}
	}
	got := d.Text(acn.Ledger(value["ledger"]), acn.Address(value["wallet"]), acn.NodeKey(value["node"]))
	if diff := cmp.Diff(string(example[1]), got); diff != "" {
		t.Error(diff)
	}
	success := fmt.Sprintf("`% x`", acn.AppendStatusFrame(nil, acn.StatusSuccess))
	if !strings.Contains(string(text), success) {
		t.Errorf("docs/protocol.md does not show success as %s", success)
	}
	if !strings.Contains(string(text), "`"+acn.ALPNDelegate+"`") {
		t.Errorf("docs/protocol.md does not name %s", acn.ALPNDelegate)
	}
}

// Offsets of the delegation's table add up, and are those of the code.
func TestProtocolDelegationLayout(t *testing.T) {
	end := 0
	for _, row := range rows(t, "offset|bytes|content")[:6] {
		at, err := strconv.Atoi(row[0])
		if err != nil || at != end {
			t.Errorf("%q begins at %s, want %d", row[2], row[0], end)
		}
		size, _ := strconv.Atoi(row[1]) // the last is open
		end += size
	}
	header := constants(t, loadModule(t, os.DirFS("../..")), "acn")["delegationHeader"]
	if want, _ := constant.Int64Val(header); int64(end) != want {
		t.Errorf("the table has %d bytes before the signature, the code %d", end, want)
	}
}
