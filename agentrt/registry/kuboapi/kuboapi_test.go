package kuboapi_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/sync"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/kuboapi"
)

// demo is a good package with what makes a difference to CIDs and listings:
// folders whose names sort between files, names to escape, a file of two
// leaves.
func demo() fstest.MapFS {
	big := make([]byte, 300_000)
	for i := range big {
		big[i] = byte(i % 251)
	}
	files := fstest.MapFS{
		"contract.py": {Data: []byte("# code\n")}, "b.txt": {Data: []byte("b\n")}, "b/c d.txt": {Data: []byte("c\n")},
		"b/e/big": {Data: big}, "a&<é/x": {Data: []byte("x\n")}, "z.txt": {Data: []byte("b\n")},
	}
	var rows []string
	for name, file := range files {
		h, err := pkg.HashFile(bytes.NewReader(file.Data))
		if err != nil {
			panic(err)
		}
		rows = append(rows, fmt.Sprintf("  %q: %s", name, h))
	}
	slices.Sort(rows)
	files["contract.yaml"] = &fstest.MapFile{Data: []byte(`name: demo
author: acme
version: 0.1.0
type: contract
description: x
license: x
aea_version: x
fingerprint:
` + strings.Join(rows, "\n") + `
fingerprint_ignore_patterns: []
dependencies: {}
class_name: x
contract_interface_paths: {}
contracts: []
`)}
	return files
}

// What kubo 0.43.1 answered to the requests of open-aea-cli-ipfs 2.2.6.
const (
	demoAdded = `{"Name":"demo/b.txt","Hash":"QmR9pC5uCF3UExca8RSrCVL8eKv7nHMpATzbEQkAHpXmVM","Size":"10"}
{"Name":"demo/contract.py","Hash":"Qmc8jE7Xdj7v96j82ZG45DdLAQy81MdkpvuJ46TbsztQfm","Size":"15"}
{"Name":"demo/contract.yaml","Hash":"QmUV7oAsWRhngZoQfpQ4T1RXrSVfKB33rdhbmZENLWg4Xg","Size":"665"}
{"Name":"demo/z.txt","Hash":"QmR9pC5uCF3UExca8RSrCVL8eKv7nHMpATzbEQkAHpXmVM","Size":"10"}
{"Name":"demo/a\u0026\u003cé/x","Hash":"QmUNXr47Bja3aHUMfhXX5mMWTFJKuoUGETcA48vHG7dhag","Size":"10"}
{"Name":"demo/b/c d.txt","Hash":"QmetGxZTgo8tYAKQH1KLsY13MxqeVHbxYVmvzBzJAKU6Z7","Size":"10"}
{"Name":"demo/b/e/big","Hash":"QmWU4cq12z1Fq8kiWASSMzcpsxbQpY74z1X2koCz2TUnaU","Size":"300132"}
` + demoFolders
	demoFolders = `{"Name":"demo/a\u0026\u003cé","Hash":"QmR7GaftmrL9J9XsDDNbdkg1KEWrYW1hbUWDJMBNgYQYSQ","Size":"57"}
{"Name":"demo/b/e","Hash":"QmaD9sWcQJLoEUd386dGUyCMajrYcbHVEiCmJZzSmchaHD","Size":"300183"}
{"Name":"demo/b","Hash":"QmaeULRUVeo5ERJULoLSQ6DdFMGvdX9GbKgAhs3EDKVgxg","Size":"300291"}
{"Name":"demo","Hash":"QmRxDGKa4XGVuHvWDUYoTqNEsG49SeFPEkWdfWu5TCCaof","Size":"301347"}
{"Name":"","Hash":"QmQgf7Zog6VLDtm6w2FTn7fA1aZ3AB1ueWsFaqftLKJZen","Size":"301399"}
`
	root     = "QmQgf7Zog6VLDtm6w2FTn7fA1aZ3AB1ueWsFaqftLKJZen"
	rootV1   = "bafybeibc25zio7nsg4y5i57tmnt5h6zhl5qdjtt4ysxxjxjhde2qash7o4"
	metadata = `{"name":"contract/acme/demo/0.1.0","description":"x","code_uri":"ipfs://` + rootV1 +
		`","image":"ipfs://bafybeiggnad44tftcrenycru2qtyqnripfzitv5yume4szbkl33vfd4abm","attributes":[{"trait_type":"version","value":"0.1.0"}]}`
	metadataHash = "QmVyyEsba4MJDAfzvpuTxk5Ftz7U96RJnznTniYYGxA3JA"
	clientBody   = "83d83459f93e538ce2548e3117bac9089d2ded3788fe993e38fd142d30454813"
	nobody       = "QmVHGn27bFwBPrRuiggrRYQQuNiknr7GWPjKWYLxqh5H49" // a CID of nothing here
)

// The answers of kubo to get: SHA-256 of the archive without its times.
var tars = map[string]string{
	root:                 "656dbdfecbcb420c7014441755ee0d7f4ea009f62c00fe7fcbee35e868b82b9d",
	rootV1:               "c8ffc21d8f5b7a59db7f4ff2528f452ff4fa7396f0c71bfe2c1a994b4431b0ad",
	root + "/demo/b":     "bff42a51b8bc1a479ab3e98d1a4d72ba62a74cfd0204d46cd3b7290cf8d8c6e5",
	root + "/demo/z.txt": "23df7a73e19c786f908f97b5d04f72815c51747c4dd9f32cf079b2a7519b1783",
	metadataHash:         "c77ab86b6ef19fc2926640b2974bce9ded0b23cf0a6658e6e042a2fef56d684a",
}

func newHandler(t testing.TB) (http.Handler, *registry.Registry) {
	t.Helper()
	operator, err := acn.WalletFromSecret(acn.Ethereum, bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	r, err := registry.New(registry.Config{Operator: operator}, sync.MutexWrap(datastore.NewMapDatastore()))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	return kuboapi.Handler(kuboapi.Config{PeerID: "16Uiu2", PublicKey: "AA==", Version: "1.2.3", Folder: t.TempDir()}, r), r
}

// post sends a request as the existing client does.
func post(t testing.TB, h http.Handler, target string, header http.Header, body []byte) *httptest.ResponseRecorder {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v0"+target, bytes.NewReader(body))
	req.Host = "127.0.0.1:5001"
	req.Header.Set("User-Agent", "Python-urllib/3.11")
	for name, values := range header {
		req.Header[name] = values
		if name == "Host" {
			req.Host = values[0]
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	return w
}

const boundary = "0123456789abcdef0123456789abcdef"

var multipartHeader = http.Header{"Content-Type": {`multipart/form-data; boundary="` + boundary + `"`}}

// quote is urllib.parse.quote(name, safe="").
func quote(name string) string { return strings.ReplaceAll(url.QueryEscape(name), "+", "%20") }

// folderBody is the body of a request to add: each folder, then its files,
// then the folders in it, by their names.
func folderBody(folder fs.FS, name string) []byte {
	var b bytes.Buffer
	var walk func(dir string)
	walk = func(dir string) {
		label := path.Join(name, dir)
		fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/x-directory\r\n\r\n\r\n", boundary, quote(label))
		entries, err := fs.ReadDir(folder, dir)
		if err != nil {
			panic(err)
		}
		var below []string
		for _, entry := range entries {
			full := path.Join(dir, entry.Name())
			if entry.IsDir() {
				below = append(below, full)
				continue
			}
			data, err := fs.ReadFile(folder, full)
			if err != nil {
				panic(err)
			}
			fmt.Fprintf(&b, "--%s\r\nAbspath: /srv/me/%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n%s\r\n",
				boundary, path.Join(name, full), quote(path.Join(name, full)), guess(full), data)
		}
		for _, dir := range below {
			walk(dir)
		}
	}
	walk(".")
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	return b.Bytes()
}

// guess is what the client calls a file.
func guess(name string) string {
	switch path.Ext(name) {
	case ".py":
		return "text/x-python"
	case ".txt":
		return "text/plain"
	}
	return "application/octet-stream"
}

// fileBody is that for a few bytes.
func fileBody(name, contentType, data string) []byte {
	return fmt.Appendf(nil, "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n%s\r\n--%s--\r\n", boundary, quote(name), contentType, data, boundary)
}

const wrapped = "/add?pin=true&recursive=true&wrap-with-directory=true"

func want(t testing.TB, w *httptest.ResponseRecorder, status int, body string) {
	t.Helper()
	if w.Code != status || w.Body.String() != body {
		t.Errorf("status %d, want %d; got\n%q\nwant\n%q", w.Code, status, w.Body.String(), body)
	}
}

func addDemo(t testing.TB, h http.Handler) {
	t.Helper()
	want(t, post(t, h, wrapped, multipartHeader, folderBody(demo(), "demo")), http.StatusOK, demoAdded)
}

// timeless sets the times in a tar archive, and the sums that depend on them,
// to nothing: kubo writes when it was asked.
func timeless(t testing.TB, archive []byte) string {
	t.Helper()
	archive = bytes.Clone(archive)
	for at := 0; at+512 <= len(archive) && archive[at] != 0; {
		var size int
		if _, err := fmt.Sscanf(string(archive[at+124:at+135]), "%o", &size); err != nil {
			t.Fatal(err)
		}
		copy(archive[at+136:], "00000000000")
		copy(archive[at+148:], "        ")
		at += 512 + (size+511)/512*512
	}
	sum := sha256.Sum256(archive)
	return hex.EncodeToString(sum[:])
}

func TestAdd(t *testing.T) {
	h, r := newHandler(t)
	addDemo(t, h)
	addDemo(t, h) // again, as tools do
	if held, err := r.Held(t.Context()); err != nil || len(held) != 1 || held[0].String() != rootV1 {
		t.Error(held, err)
	}
	body := folderBody(demo(), "demo")
	base32 := post(t, h, wrapped+"&cid-base=base32", multipartHeader, body).Body.String()
	if !strings.HasSuffix(base32, `{"Name":"","Hash":"`+rootV1+`","Size":"301399"}`+"\n") {
		t.Error(base32)
	}
	want(t, post(t, h, wrapped+"&silent=true", multipartHeader, body), http.StatusOK, demoFolders)
	want(t, post(t, h, "/add", multipartHeader, fileBody("bytes", "application/octet-stream", metadata)), http.StatusOK,
		`{"Name":"bytes","Hash":"`+metadataHash+`","Size":"277"}`+"\n")
}

// The request is the client's to the letter; this is the SHA-256 of what it
// sent, but for where the folder was.
func TestRequestIsTheClients(t *testing.T) {
	sum := sha256.Sum256(folderBody(demo(), "demo"))
	if got := hex.EncodeToString(sum[:]); got != clientBody {
		t.Errorf("the request is %s", got)
	}
}

func TestAddOnlyHash(t *testing.T) {
	h, r := newHandler(t)
	want(t, post(t, h, wrapped+"&only-hash=true", multipartHeader, folderBody(demo(), "demo")), http.StatusOK, demoAdded)
	want(t, post(t, h, "/add?only-hash=true", multipartHeader, fileBody("x", "text/plain", metadata)), http.StatusOK, `{"Name":"x","Hash":"`+metadataHash+`","Size":"277"}`+"\n")
	if held, err := r.Held(t.Context()); err != nil || len(held) != 0 {
		t.Error(held, err)
	}
}

// What Python leaves behind is no part of a package, also where kubo takes it.
func TestAddLeavesOut(t *testing.T) {
	h, _ := newHandler(t)
	folder := demo()
	folder["__pycache__/x.pyc"], folder["b/y.pyc"] = &fstest.MapFile{Data: []byte("x")}, &fstest.MapFile{Data: []byte("x")}
	want(t, post(t, h, wrapped, multipartHeader, folderBody(folder, "demo")), http.StatusOK, demoAdded)
}

// Without pin=true a package is gone with the next collection.
func TestAddUnpinned(t *testing.T) {
	h, r := newHandler(t)
	want(t, post(t, h, strings.Replace(wrapped, "pin=true", "pin=false", 1), multipartHeader, folderBody(demo(), "demo")), http.StatusOK, demoAdded)
	if lines := strings.Count(post(t, h, "/repo/gc?quiet=false", nil, nil).Body.String(), `{"Key":{"/":"bafkrei`); lines != 13 {
		t.Errorf("%d blocks collected", lines)
	}
	if held, err := r.Held(t.Context()); err != nil || len(held) != 0 {
		t.Error(held, err)
	}
	want(t, post(t, h, "/repo/gc?quiet=true", nil, nil), http.StatusOK, "")
}

func kuboError(message string) string {
	return `{"Message":"` + message + `","Code":0,"Type":"error"}` + "\n"
}

func TestAddRefuses(t *testing.T) {
	h, r := newHandler(t)
	folder := func(name, text string) []byte {
		f := demo()
		f[name] = &fstest.MapFile{Data: []byte(text)}
		return folderBody(f, "demo")
	}
	good := folderBody(demo(), "demo")
	unended := good[:len(good)-len(boundary)-6]
	for _, test := range []struct {
		name, target string
		header       http.Header
		body         []byte
		status       int
		want         string
	}{
		{"no body", wrapped, nil, nil, 400, "file argument 'path' is required\n"},
		{"no form", wrapped, http.Header{"Content-Type": {"text/plain"}}, []byte("x"), 400, "file argument 'path' is required\n"},
		{"nothing in it", wrapped, multipartHeader, []byte("--" + boundary + "--\r\n"), 500, kuboError("expected a file argument")},
		{"broken off", wrapped, multipartHeader, good[:len(good)-70], 500, "the upload broke off"},
		{"a bad package", wrapped, multipartHeader, folder("more", "x"), 500, kuboError("gate: the package is no good; extra: more: is in the folder and not in the fingerprint")},
		{"an empty file", wrapped, multipartHeader, folder("empty", ""), 500, kuboError("empty: the file is empty, which packages may not hold")},
		{"not wrapped", strings.Replace(wrapped, "directory=true", "directory=false", 1), multipartHeader, good, 500, "add wrap-with-directory=true"},
		{"a wrapped file", wrapped, multipartHeader, fileBody("x", "text/plain", metadata), 500, "which are not wrapped"},
		{"any file", "/add", multipartHeader, fileBody("x", "text/plain", "hello"), 500, kuboError("metadata: the file does not describe a package as registries on chains do")},
		{"a large file", "/add", multipartHeader, fileBody("x", "text/plain", strings.Repeat("x", 65537)), 500, kuboError("a file that is no package has up to 65536 bytes")},
		{"a link", "/add", multipartHeader, fileBody("x", "application/symlink", "/etc/passwd"), 500, "no symbolic links"},
		{"upwards", wrapped, multipartHeader, fileBody("demo/../../x", "text/plain", "x"), 500, "is no name for a file of a package"},
		{"absolute", wrapped, multipartHeader, fileBody("/etc/x", "text/plain", "x"), 500, "is no name for a file of a package"},
		{"backwards", wrapped, multipartHeader, fileBody(`demo\x`, "text/plain", "x"), 500, "is no name for a file of a package"},
		{"no name", wrapped, multipartHeader, fileBody("", "text/plain", "x"), 500, "is no name for a file of a package"},
		{"too deep", wrapped, multipartHeader, fileBody(strings.Repeat("d/", 26)+"x", "text/plain", "x"), 500, "24 deep"},
		{"two folders", wrapped, multipartHeader, slices.Concat(unended, fileBody("other/x", "text/plain", "x")), 500, "add one package at a time"},
		{"a file twice", wrapped, multipartHeader, slices.Concat(unended, fileBody("demo/z.txt", "text/plain", "x")), 500, kuboError("two files of the same name")},
		{"version 1", wrapped + "&cid-version=1", multipartHeader, good, 500, "option cid-version cannot be 1"},
		{"raw leaves", wrapped + "&raw-leaves=true", multipartHeader, good, 500, "option raw-leaves cannot be true"},
		{"other chunks", wrapped + "&chunker=size-1048576", multipartHeader, good, 500, "option chunker cannot be size-1048576"},
		{"an unknown option", wrapped + "&nonsense=1", multipartHeader, good, 500, "option nonsense cannot be 1"},
		{"neither yes nor no", wrapped + "&pin=maybe", multipartHeader, good, 400, "could not convert value \"maybe\" to type \"bool\" (for option \"-pin\")\n"},
	} {
		w := post(t, h, test.target, test.header, test.body)
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.want) {
			t.Errorf("%s: status %d: %s", test.name, w.Code, w.Body.String())
		}
	}
	if held, err := r.Held(t.Context()); err != nil || len(held) != 0 {
		t.Error(held, err)
	}
}

// An upload has no more bytes, files and folders than a package may have.
func TestUploadLimits(t *testing.T) {
	_, r := newHandler(t)
	size := int64(0)
	for _, file := range demo() {
		size += int64(len(file.Data))
	}
	for _, test := range []struct {
		limits pkg.Limits
		good   bool
	}{
		{pkg.Limits{Total: size}, true}, {pkg.Limits{Total: size - 1}, false},
		{pkg.Limits{File: 300_000}, true}, {pkg.Limits{File: 299_999}, false},
		{pkg.Limits{Files: 10}, true}, {pkg.Limits{Files: 9}, false},
		{pkg.Limits{Depth: 2}, true}, {pkg.Limits{Depth: 1}, false},
	} {
		dir := t.TempDir()
		h := kuboapi.Handler(kuboapi.Config{Folder: dir, Limits: test.limits}, r)
		if w := post(t, h, wrapped, multipartHeader, folderBody(demo(), "demo")); (w.Code == http.StatusOK) != test.good {
			t.Errorf("%+v: %s", test.limits, w.Body.String())
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
			t.Errorf("%v is left, %v", left, err)
		}
	}
}

func TestGet(t *testing.T) {
	h, _ := newHandler(t)
	addDemo(t, h)
	post(t, h, "/add", multipartHeader, fileBody("bytes", "application/octet-stream", metadata))
	for arg, sum := range tars {
		w := post(t, h, "/get?archive=true&compress=false&arg="+url.QueryEscape(arg), nil, nil)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/x-tar" || timeless(t, w.Body.Bytes()) != sum {
			t.Errorf("%s: status %d, %s", arg, w.Code, timeless(t, w.Body.Bytes()))
		}
	}
	notHere := kuboError("block was not found locally (offline): ipld: could not find " + nobody)
	want(t, post(t, h, "/get?arg="+nobody, nil, nil), 500, notHere)
	want(t, post(t, h, "/cat?arg="+nobody, nil, nil), 500, notHere)
	want(t, post(t, h, "/get", nil, nil), 400, "argument \"ipfs-path\" is required\n")
	want(t, post(t, h, "/cat", nil, nil), 400, "argument \"ipfs-path\" is required\n")
	for target, text := range map[string]string{
		"/get?arg=garbage": "invalid path", "/get?compress=true&arg=" + root: "compresses nothing", "/get?arg=" + root + "/demo/../..": "invalid path",
		"/get?arg=" + strings.Repeat("x", 5000): "too long",
	} {
		if w := post(t, h, target, nil, nil); w.Code != 500 || !strings.Contains(w.Body.String(), text) {
			t.Errorf("%s: %d %s", target, w.Code, w.Body.String())
		}
	}
}

func TestCat(t *testing.T) {
	h, _ := newHandler(t)
	addDemo(t, h)
	post(t, h, "/add", multipartHeader, fileBody("bytes", "application/octet-stream", metadata))
	for target, text := range map[string]string{
		metadataHash: metadata, metadataHash + "&offset=2&length=4": "name", metadataHash + "&offset=1000": "", metadataHash + "&length=0": "",
		root + "/demo/contract.py": "# code\n", "/ipfs/" + rootV1 + "/demo/b/c%20d.txt": "c\n", "ipfs://" + root + "/demo/b.txt&arg=" + root + "/demo/b/c%20d.txt": "b\nc\n",
	} {
		want(t, post(t, h, "/cat?arg="+target, nil, nil), 200, text)
	}
	want(t, post(t, h, "/cat?arg="+root, nil, nil), 500, kuboError("this dag node is a directory"))
	want(t, post(t, h, "/cat?arg="+root+"&offset=-5", nil, nil), 500, kuboError("cannot specify negative offset"))
	if w := post(t, h, "/cat?arg="+root+"/demo/nothing", nil, nil); w.Code != 500 || !strings.Contains(w.Body.String(), `no link named \"nothing\" under Qm`) {
		t.Error(w.Body.String())
	}
}

func TestPins(t *testing.T) {
	h, _ := newHandler(t)
	want(t, post(t, h, "/pin/ls?type=recursive", nil, nil), 200, `{"Keys":{}}`+"\n")
	addDemo(t, h)
	one := `{"Keys":{"` + root + `":{"Type":"recursive","Name":""}}}` + "\n"
	want(t, post(t, h, "/pin/ls?type=recursive", nil, nil), 200, one)
	want(t, post(t, h, "/pin/ls?type=recursive&arg="+root, nil, nil), 200, one)
	want(t, post(t, h, "/pin/ls?type=direct", nil, nil), 200, `{"Keys":{}}`+"\n")
	want(t, post(t, h, "/pin/ls?type=recursive&stream=true", nil, nil), 200, `{"Cid":"`+root+`","Type":"recursive"}`+"\n")
	want(t, post(t, h, "/pin/ls?type=foo", nil, nil), 500, kuboError("invalid type 'foo', must be one of {direct, indirect, recursive, all}"))
	want(t, post(t, h, "/pin/ls?type=recursive&arg="+nobody, nil, nil), 500, kuboError("path '"+nobody+"' is not pinned"))
	for _, spelled := range []string{root, rootV1} {
		done := `{"Pins":["` + spelled + `"]}` + "\n"
		want(t, post(t, h, "/pin/add?arg="+spelled+"&recursive=true", nil, nil), 200, done)
		want(t, post(t, h, "/pin/rm?arg="+spelled+"&recursive=true", nil, nil), 200, done)
		want(t, post(t, h, "/pin/rm?arg="+spelled+"&recursive=true", nil, nil), 500, kuboError("not pinned or pinned indirectly"))
	}
	want(t, post(t, h, "/pin/add?arg="+nobody, nil, nil), 500, kuboError("pin: block was not found locally (offline): ipld: could not find "+nobody))
	want(t, post(t, h, "/pin/add", nil, nil), 400, "argument \"ipfs-path\" is required\n")
	want(t, post(t, h, "/pin/add?arg="+root+"/demo", nil, nil), 500, kuboError("this registry pins packages, not parts of them"))
	want(t, post(t, h, "/name/publish?arg="+root, nil, nil), 500, kuboError("this registry publishes no names (IPNS): packages are referred to by their CIDs"))
}

func TestIdentity(t *testing.T) {
	h, _ := newHandler(t)
	want(t, post(t, h, "/id", nil, nil), 200, `{"ID":"16Uiu2","PublicKey":"AA==","Addresses":null,"AgentVersion":"go-acn/1.2.3","Protocols":null}`+"\n")
	want(t, post(t, h, "/version", nil, nil), 200, `{"Version":"1.2.3","Commit":"","Repo":"","System":"","Golang":""}`+"\n")
	want(t, post(t, h, "/nonsense", nil, nil), 404, "404 page not found\n")
}

// Nothing that a web page can make a browser send gets through.
func TestGuard(t *testing.T) {
	_, r := newHandler(t)
	h := kuboapi.Handler(kuboapi.Config{Hosts: []string{"registry.lan"}}, r)
	for _, host := range []string{"127.0.0.1:5001", "127.8.8.8", "localhost:5001", "LOCALHOST", "localhost.:5001", "[::1]:5001", "[::ffff:127.0.0.1]:1", "registry.lan:5001"} {
		if w := post(t, h, "/id", http.Header{"Host": {host}}, nil); w.Code != 200 {
			t.Errorf("%s: %d", host, w.Code)
		}
	}
	for name, header := range map[string]http.Header{
		"another name": {"Host": {"evil.example"}}, "another address": {"Host": {"10.0.0.1:5001"}}, "a name like ours": {"Host": {"localhost.evil.example"}},
		"an origin": {"Origin": {"http://evil.example"}}, "our origin": {"Origin": {"http://127.0.0.1:5001"}}, "a referer": {"Referer": {"http://evil.example/x"}},
		"a fetch": {"Sec-Fetch-Site": {"cross-site"}}, "a browser": {"User-Agent": {"Mozilla/5.0"}},
	} {
		want(t, post(t, h, "/id", header, nil), http.StatusForbidden, "403 - Forbidden\n")
		_ = name
	}
	for _, method := range []string{http.MethodGet, http.MethodOptions, http.MethodHead} {
		req := httptest.NewRequestWithContext(t.Context(), method, "/api/v0/id", nil)
		req.Host = "127.0.0.1"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, req)
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
}

// Whatever is uploaded, the answer is one of kubo's, and no file is written
// elsewhere.
func FuzzAdd(f *testing.F) {
	h, _ := newHandler(f)
	f.Add("wrap-with-directory=true", folderBody(fstest.MapFS{"contract.yaml": {Data: []byte("name: x\n")}}, "x"))
	f.Add("", fileBody("x", "text/plain", metadata))
	f.Add("cid-base=base32&only-hash", fileBody("../x", "application/x-directory", ""))
	f.Fuzz(func(t *testing.T, query string, body []byte) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		w := post(t, h, "/add?"+values.Encode(), multipartHeader, body)
		if w.Code != 200 && w.Code != 400 && w.Code != 500 {
			t.Errorf("status %d", w.Code)
		}
	})
}

func FuzzArguments(f *testing.F) {
	h, _ := newHandler(f)
	for _, text := range []string{root, rootV1 + "/demo", "/ipfs/" + root, "x", "ipfs:///../"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, call := range []string{"/get?arg=", "/cat?arg=", "/pin/ls?arg="} {
			if w := post(t, h, call+url.QueryEscape(text), nil, nil); w.Code != 500 {
				t.Errorf("%s %q: status %d from an empty registry", call, text, w.Code)
			}
		}
	})
}
