#!/usr/bin/env bash
# npm run test:chroots -- [case …]: tries the packed packages in Debian systems that have nothing but Node, as root and not, with
# and without a compiler. It needs root and debootstrap; the bare systems are kept in build/chroots. Cases build on each other in
# this order: bare (Debian 12, root), pnpm, slim, rootless, readonly, trixie (Debian 13, root). Without arguments: all of these. One more,
# when it is named: suite runs the tests, and 20,000 calls of test:fuzz, on Debian 13 with its libtorch.
set -euo pipefail
cd "$(dirname "$0")/.."
place=$PWD/build/chroots
mkdir -p "$place/packed"
certificates=${NODE_EXTRA_CA_CERTS:-}

# system SUITE NAME: a fresh copy of a bare system with Node, mounted
system() {
  local suite=$1 root=$place/$2
  if [ ! -e "$place/$suite/.whole" ]; then # written at the end: what was broken off is made anew
    release "$suite"
    rm -rf "${place:?}/$suite"
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$place/$suite" >"$place/$suite.log" 2>&1
    install -D "$(command -v node)" "$place/$suite/usr/bin/node"
    mkdir -p "$place/$suite/usr/lib/node_modules"
    cp -a "$(npm root -g)/npm" "$place/$suite/usr/lib/node_modules/"
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$place/$suite/usr/bin/npm"
    ln -s ../lib/node_modules/npm/bin/npx-cli.js "$place/$suite/usr/bin/npx"
    [ -z "$certificates" ] || install -D "$certificates" "$place/$suite/$certificates"
    chroot "$place/$suite" useradd -m person
    touch "$place/$suite/.whole"
  fi
  release "$2"
  rm -rf "$root"
  cp -a "$place/$suite" "$root"
  cp /etc/resolv.conf "$root/etc/"
  cp -r "$place/packed" "$root/packed"
  attach "$2"
}
attach() { mountpoint -q "$place/$1/proc" || { mount -t proc proc "$place/$1/proc"; mount --bind /dev "$place/$1/dev"; }; }
release() { for one in proc sys dev; do ! mountpoint -q "$place/$1/$one" || umount "$place/$1/$one"; done; }
trap 'for one in bookworm trixie bare slim rootless debian13 suite; do release "$one"; done' EXIT

# within NAME USER COMMAND: runs a command in the system's project
within() {
  local home=/root; [ "$2" = root ] || home=/home/$2
  chroot --userspec="$2" "$place/$1" env -i HOME="$home" PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 \
    NODE_EXTRA_CA_CERTS="$certificates" npm_config_update_notifier=false bash -euc "cd /project; $3"
}
timed() { local started=$SECONDS; "${@:2}"; echo "== $1: $((SECONDS - started)) s"; }

# project NAME: an empty ESM TypeScript project with the README's example
project() {
  mkdir -p "$place/$1/project"
  echo '{ "name": "project", "private": true, "type": "module" }' >"$place/$1/project/package.json"
  cp "$place/main.ts" "$place/$1/project/"
}
strict='--strict --exactOptionalPropertyTypes --module nodenext --target es2022 --types node --skipLibCheck main.ts'
install='npm install --no-audit --no-fund /packed/*.tgz typescript @types/node@20'
try() { # NAME USER: what the README says, after setup
  within "$1" "$2" 'npx onecycle doctor; npx onecycle paper-pets pets --per-breed 4'
  timed 'tsc --noEmit, strict' within "$1" "$2" "npx tsc --noEmit $strict"
  within "$1" "$2" "npx tsc $strict"
  timed "the README's example" within "$1" "$2" 'node main.js | tail -12'
}

bare() {
  system bookworm bare
  project bare
  timed 'npm install' within bare root "$install"
  timed 'npx onecycle setup' within bare root 'npx onecycle setup'
  try bare root
  du -sh --exclude=proc --exclude=dev "$place/bare"
}
trixie() { # its copy needs a name of its own, as bookworm's have
  system trixie debian13
  project debian13
  timed 'npm install' within debian13 root "$install"
  timed 'npx onecycle setup' within debian13 root 'npx onecycle setup'
  try debian13 root
}
pnpm() { # another project in the system of the case bare: it shares its build
  attach bare
  rm -rf "$place/bare/pnpm"; mkdir "$place/bare/pnpm"
  cp "$place/main.ts" "$place/bare/pnpm/"
  within bare root 'cd /pnpm; npm install --no-audit --no-fund --prefix /tools pnpm@10 >/dev/null
    node -e "
      const files = {};
      for (const file of require(\"node:fs\").readdirSync(\"/packed\")) {
        const stem = file.replace(/-\d+\.\d+\.\d+.*$/, \"\");
        files[stem === \"onecycle\" ? stem : stem.replace(/^onecycle-/, \"@onecycle/\")] = \"file:/packed/\" + file;
      }
      const manifest = { name: \"project\", private: true, type: \"module\", dependencies: { onecycle: files.onecycle, typescript: \"*\", \"@types/node\": \"20\" }, pnpm: { overrides: files } };
      require(\"node:fs\").writeFileSync(\"package.json\", JSON.stringify(manifest));"
    /tools/node_modules/.bin/pnpm install --ignore-scripts 2>&1 | tail -3
    time npx onecycle setup
    cp -r /project/pets .; npx tsc '"$strict"'; node main.js | tail -3'
}
slim() { # the second stage of the guide's Dockerfile, by its own lines: the project of the case bare, the libraries alone, no root and nothing to write to but home
  system bookworm slim
  local dockerfile=examples/put-to-use/Dockerfile
  cp -a "$place/bare/project" "$place/slim/project"
  cp "$dockerfile" "$place/slim/project/"
  within slim root "$(sed -n '/^RUN apt-get/,/[^\\]$/p' "$dockerfile" | sed 's/^RUN //' | sed 's/apt-get \(update\|install\)/apt-get -qq \1/g') >/dev/null; chown person .; ! command -v g++"
  du -sh --exclude=proc --exclude=dev "$place/slim"
  timed "the README's example" within slim person 'npx onecycle doctor; node main.js | tail -3'
  within slim person 'npx onecycle train pets/images --label-regex "(.+)_\d+.jpg$" --arch resnet18 --weights @onecycle/resnet18-tiny \
    --size 64 --presize 96 --bs 8 --epochs 1 --out pets.onecycle >/dev/null
    cat >line.mjs <<"END"
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
const line = readFileSync("Dockerfile", "utf8").match(new RegExp(`^${process.argv[2]} (.*)$`, "m"))[1];
const [command, ...args] = JSON.parse(line);
const child = spawn(command, args, { stdio: "inherit" });
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code) => process.exit(code ?? 1));
END
    node line.mjs CMD & server=$!
    for try in $(seq 60); do sleep 1; ! node line.mjs "HEALTHCHECK CMD" || break; done
    node -e "fetch(\"http://127.0.0.1:3000/predict\", { method: \"POST\", body: require(\"node:fs\").readFileSync(\"pets/images/pug_1.jpg\") }).then((r) => r.text()).then(console.log)"
    kill $server; wait $server; echo "the server ended with $?"'
}
rootless() { # nothing there, no root: the command that mends it, and nothing changed
  system bookworm rootless
  project rootless
  chown -R 1000 "$place/rootless/project"
  within rootless person "$install 2>&1 | tail -1"
  ! within rootless person 'npx onecycle setup'
  within rootless person 'test ! -e node_modules/@onecycle/torch/build; find ~/.onecycle -type f 2>/dev/null | wc -l'
}
readonly() { # a node_modules that belongs to root, and only the libraries: a person sets it up in their home
  attach slim
  rm -rf "$place/slim/project/node_modules" "$place/slim/project/package-lock.json"
  within slim root "$install 2>&1 | tail -1; chown -R root node_modules"
  timed 'npx onecycle setup' within slim person 'npx onecycle setup'
  within slim person 'find ~/.onecycle/native -type f'
  timed "the README's example" within slim person 'node main.js | tail -3'
}
suite() { # this checkout as it is
  system trixie suite
  mkdir "$place/suite/project"
  git ls-files -z --cached --others --exclude-standard | tar -c --null --ignore-failed-read -T - | tar -x -C "$place/suite/project"
  cp -a node_modules "$place/suite/project/"
  within suite root 'npm run setup'
  timed 'tests' within suite root 'npx vitest run'
  timed 'fuzz' within suite root 'npm run test:fuzz -- 20000'
}

rm -f "$place/packed"/*
node scripts/prebuild.mjs # readonly has no compiler, and takes the platform's package
node scripts/lib/pack-main.mjs "$place/packed" "$place/main.ts"
for case in ${*:-bare pnpm slim rootless readonly trixie}; do
  echo "==== $case"
  "$case"
done
