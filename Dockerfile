# A node in an image that holds nothing else.
#
#   docker build -t acn .
#   docker run -v acn-data:/data -p 9000:9000 -p 9000:9000/udp -p 11000:11000 acn node --public acn.example.org:9000
#   docker run --env-file .env acn node --config-from-env

FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# The commit, which `acn version` prints, comes from .git.
RUN git config --system --add safe.directory /src
ENV CGO_ENABLED=0
RUN mkdir -p /out/image /out/data \
 && go build -trimpath -ldflags='-s -w' -o /out/image/acn ./cmd/acn \
 && ln -s acn /out/image/libp2p_node \
 && go run ./internal/tools/licenses ./cmd/acn > /out/image/THIRD_PARTY_LICENSES \
 && cp LICENSE NOTICE /out/image/

# Empty: a static binary needs no files of an operating system. Name resolution
# is Go's own; the engine mounts resolv.conf and hosts.
FROM scratch
COPY --from=build /out/image/ /
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
WORKDIR /data
ENV HOME=/data ACN_DATA_DIR=/data
VOLUME /data
# Nodes over TCP and QUIC, light agents over TLS.
EXPOSE 9000/tcp 9000/udp 11000/tcp
ENTRYPOINT ["/acn"]
CMD ["node"]
