package pkg

import "bytes"

// FileBlock is the one block of a file that fits into a leaf, 256 KiB; of a
// larger one it is the root.
func FileBlock(data []byte) (Block, error) {
	node, err := fileNode(bytes.NewReader(data), nil)
	if err != nil {
		return Block{}, err
	}
	hash, err := fromCID(node.Cid())
	return Block{hash, node.RawData()}, err
}
