//! Who provides a command.

use std::collections::BTreeSet;

use serde::Serialize;

use super::super::words::holds;

/// Whether the hosts have a command of themselves.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Host {
    /// Every host has it: Node.js with npm, the shell, the base system.
    Has,
    /// An operating system may have it, a minimal one has not.
    May,
    /// It comes with a package of npm, or from nowhere.
    Lacks,
}

/// Whether the hosts have `command`, when they have the `provided` ones.
pub(super) fn host(command: &str, provided: &BTreeSet<String>) -> Host {
    if holds(SHELL, command) || provided.contains(command) {
        Host::Has
    } else if holds(SYSTEM, command) {
        Host::May
    } else {
        Host::Lacks
    }
}

/// The npm packages known to bring `command` under another name than their own.
pub(super) fn providers(command: &str) -> impl Iterator<Item = &'static str> {
    let mut known = PROVIDERS.split_ascii_whitespace().map(|pair| pair.split_once('=').unwrap_or((pair, pair)));
    let packages = known.find(|(known, _)| *known == command).map(|(_, packages)| packages.split(','));
    packages.into_iter().flatten()
}

/// Whether an npm package is known for the command of its own name.
pub(super) fn is_known_tool(command: &str) -> bool {
    holds(TOOLS, command) || providers(command).next().is_some()
}

/// Whether a command changes nothing that later commands read from the package.
pub(super) fn writes_nothing(command: &str) -> bool {
    holds(WRITES_NOTHING, command)
}

/// Built into bash, the hosts' shell.
const SHELL: &str = "
    . : [ [[ alias bg break builtin caller cd command compgen complete continue declare dirs disown echo enable
    eval exec exit export false fg getopts hash help history jobs kill let local logout mapfile popd printf
    pushd pwd read readarray readonly return set shift shopt source suspend test time times trap true type
    typeset ulimit umask unalias unset wait
";

/// Programs of an operating system that a minimal one lacks.
const SYSTEM: &str = "
    aws bc brew bzip2 cmake dash docker docker-compose expect ffmpeg fuser g++ gcc git go gpg htop initctl java
    jq ksh kubectl lsof make mongo mongod mysql mysqldump nc nginx nodejs nvm open php pip psql python2 python3
    redis-cli redis-server rsync ruby scp screen sqlite3 ssh start-stop-daemon supervisorctl supervisord telnet
    tmux wget xz zip zsh
";

/// Commands that npm packages bring under another name than their own: `command=package,package`.
const PROVIDERS: &str = "
    apidoc babel=@babel/cli,babel-cli babel-node=@babel/node,babel-cli coffee=coffeescript,coffee-script
    conc=concurrently cross-env-shell=cross-env dotenv=dotenv-cli dotenvx=@dotenvx/dotenvx
    eggctl=egg-scripts,@eggjs/scripts egg-scripts=egg-scripts,@eggjs/scripts egg-bin=egg-bin,@eggjs/bin
    ets=egg-ts-helper,@eggjs/ts-helper feathers=@feathersjs/cli grunt=grunt-cli,grunt gulp=gulp,gulp-cli
    hexo=hexo-cli,hexo lb=loopback-cli medusa=@medusajs/medusa,@medusajs/cli medusa-express=@medusajs/medusa
    midway-bin=@midwayjs/cli,midway-bin mwtsc nest=@nestjs/cli ng=@angular/cli npm-run-all=npm-run-all,npm-run-all2
    nx=nx,@nrwl/cli pm2-dev=pm2 pm2-docker=pm2 pm2-runtime=pm2 prisma react-scripts remix-serve=@remix-run/serve
    run-p=npm-run-all,npm-run-all2 run-s=npm-run-all,npm-run-all2 sequelize=sequelize-cli
    strapi=strapi,@strapi/strapi swc=@swc/cli swc-node=@swc-node/register,@swc-node/cli tsc=typescript
    tsnd=ts-node-dev ts-node-esm=ts-node ts-node-script=ts-node ts-node-transpile-only=ts-node ts-script=ts-node
    tsserver=typescript typeorm typeorm-ts-node-commonjs=typeorm typeorm-ts-node-esm=typeorm
    vue-cli-service=@vue/cli-service webpack=webpack-cli,webpack,webpack-command webpack-dev-server
    gatsby=gatsby,gatsby-cli docusaurus=@docusaurus/core fastify=fastify-cli pino serverless sls=serverless
    storybook=storybook,@storybook/cli start-storybook=@storybook/react,@storybook/vue,@storybook/html
    biome=@biomejs/biome changeset=@changesets/cli tauri=@tauri-apps/cli umi=umi,@umijs/max max=@umijs/max
    nuxt=nuxt,nuxt-edge,nuxt3 nuxi=nuxi,nuxt nuxt-start nuxt-ts=@nuxt/typescript-runtime uglifyjs=uglify-js
    node-pg-migrate mikro-orm=@mikro-orm/cli ace=@adonisjs/core electron-forge=@electron-forge/cli http-server
    hs=http-server gitbook=gitbook-cli ncc=@vercel/ncc vercel firebase=firebase-tools
    functions-framework=@google-cloud/functions-framework marko-run=@marko/run astro netlify=netlify-cli wrangler
";

/// Commands that npm packages bring under their own name, seen in start and stop scripts.
const TOOLS: &str = "
    better-npm-run bun cnpm concurrently cpx cross-env deno env-cmd esbuild eslint esno forever husky jest
    json-server kill-port knex lerna live-server micro mkdirp mocha naught ncp next node-dev nodemon np nps
    onchange opener parcel patch-package pkg pm2 pnpm prettier rimraf rollup serve shx standard supervisor
    ts-node ts-node-dev tsup tsx turbo vite vite-node wait-on yarn zx
";

/// Commands after which a file of the package that was missing still is.
const WRITES_NOTHING: &str = "
    . : [ [[ alias babel-node basename bash bg break builtin cat cd clear cnpm coffee command conc concurrently
    continue cross-env cross-env-shell dash date declare df dirname dotenv dotenvx du echo egg-scripts eggctl
    env env-cmd esno exec exit export false fg forever free fuser getopts grep hash hostname id ionice jobs kill
    kill-port killall let local ls lsof mapfile naught netstat nice node node-dev nodejs nodemon nohup npm
    npm-run-all npx nvm pgrep pidof pkill pm2 pm2-runtime pnpm popd printenv printf ps pushd pwd read readarray
    readonly return rimraf rm rmdir run-p run-s set setsid sh shift shopt sleep source ss sudo supervisor test
    time timeout times trap true ts-node ts-node-dev tsnd tsx type typeset ulimit umask unalias uname unset wait
    wait-on which whoami yarn zsh
";
