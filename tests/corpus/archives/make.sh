#!/bin/sh
# Makes small archives of one tree with every archiver that is installed: make.sh DIRECTORY.
# The names say who wrote them. What they hold is equal, so every reader must list the same.
set -eu
out=$1
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/app/lib/deep" "$work/app/empty"
cd "$work/app"
printf '{"name":"app","version":"1.0.0","scripts":{"start":"node server.js","stop":"true"}}\n' > package.json
printf 'require("http")\n' > server.js
printf '#!/bin/sh\nexit 0\n' > lib/run
chmod 755 lib/run
yes 'some text that deflates well' | head -c 3000 > lib/deep/text.txt
: > lib/deep/nothing
long=$(printf 'n%.0s' $(seq 120))
printf 'long\n' > "lib/$long"
export TZ=UTC
find . -exec touch -h -d '2024-05-06 07:08:10' {} +
have() { command -v "$1" > /dev/null 2>&1; }
made() { echo "$1"; }
if have zip; then
  zip -qrX "$out/info-zip.zip" . && made info-zip.zip
  zip -qr - . > "$out/info-zip-piped.zip" && made info-zip-piped.zip
fi
if have bsdtar; then
  bsdtar --format zip -cf "$out/bsdtar.zip" package.json server.js lib empty && made bsdtar.zip
  bsdtar -czf "$out/bsdtar.tgz" . && made bsdtar.tgz
  bsdtar --format ustar -czf "$out/bsdtar-ustar.tgz" package.json server.js lib/run lib/deep empty && made bsdtar-ustar.tgz
fi
if have 7z; then
  7z a -bso0 -bsp0 -mm=Deflate "$out/7z.zip" package.json server.js lib empty && made 7z.zip
fi
if have jar; then
  jar cf "$out/jar.jar" package.json server.js lib empty && made jar.jar
  jar cf0 "$out/jar-stored.jar" package.json server.js lib empty && made jar-stored.jar
fi
if have python3; then
  python3 - "$out" <<'PY'
import os, sys, tarfile, zipfile
out = sys.argv[1]
with zipfile.ZipFile(out + "/python.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for folder, _, files in sorted(os.walk(".")):
        for name in sorted(files):
            archive.write(os.path.join(folder, name))
class Pipe:
    def __init__(self, file): self.file = file
    def write(self, data): return self.file.write(data)
    def flush(self): self.file.flush()
with open(out + "/python-piped.zip", "wb") as file:
    with zipfile.ZipFile(Pipe(file), "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ["package.json", "server.js", "lib/run"]:
            archive.write(name)
for name, form in [("pax", tarfile.PAX_FORMAT), ("gnu", tarfile.GNU_FORMAT)]:
    with tarfile.open(out + f"/python-{name}.tgz", "w:gz", format=form) as archive:
        archive.add(".", arcname="")
PY
  made 'python*'
fi
if have tar && tar --version 2> /dev/null | grep -q GNU; then
  ln -s ../server.js lib/link
  ln server.js lib/hard
  tar -czf "$out/gnu.tgz" -C . . && made gnu.tgz
  tar --format=posix -czf "$out/gnu-posix.tgz" . && made gnu-posix.tgz
  tar --format=v7 -czf "$out/gnu-v7.tgz" package.json server.js lib/run lib/link && made gnu-v7.tgz
  rm lib/link lib/hard
fi
if have npm; then
  (npm pack --silent --pack-destination "$out" > /dev/null 2>&1 || true)
  [ ! -e "$out/app-1.0.0.tgz" ] || mv "$out/app-1.0.0.tgz" "$out/npm.tgz"
fi
if have git; then
  git init -q . && git add -A && git -c user.name=n -c user.email=e commit -qm m
  git archive --format=zip -o "$out/git.zip" HEAD && made git.zip
  git archive --format=tar.gz -o "$out/git.tgz" HEAD && made git.tgz
fi
