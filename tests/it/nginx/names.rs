//! What the source calls a directive is one: the table has it, or the table of foreign modules.

use std::collections::BTreeSet;
use std::path::Path;

use syn::visit::Visit;

/// Words that look like names of directives and are parameters, levels, ends of names, the variable of memcached, or
/// words of PCRE.
const OTHERS: &str = "connection_upgrade keys_zone if_not_owner if_not_empty memcached_key default_server so_keepalive proxy_recursive max_queue first_byte \
     last_byte server_names debug_alloc debug_core debug_event debug_http debug_mail debug_mutex debug_stream \
     buffer_size busy_buffers_size max_temp_file_size temp_file_write_size http_ocsp stream_ocsp atomic_script_run \
     script_run negative_lookahead negative_lookbehind positive_lookahead positive_lookbehind \
     non_atomic_positive_lookahead non_atomic_positive_lookbehind";

#[test]
fn every_directive_that_the_source_names_is_one() {
    let table = std::fs::read_to_string("src/nginx/directives/table.tsv").unwrap();
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let directives: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
    let mut others: BTreeSet<&str> = OTHERS.split_whitespace().collect();
    others.extend(rows.iter().map(|row| row[1]));
    others.extend(rows.iter().flat_map(|row| row[7].split(',')).map(|word| word.split('@').next().unwrap()));
    // Variables, directives of foreign modules, and the files that nginx's packages bring: each of these files is such a table.
    let elsewhere = [VARIABLES, FOREIGN].map(|file| literals(Path::new(file)));
    let (mut seen, mut wrong) = (0, BTreeSet::new());
    for file in files(Path::new("src/nginx")) {
        let path = file.to_str().unwrap();
        if [VARIABLES, FOREIGN, STOCK, "src/nginx/directives/table.rs"].contains(&path) {
            continue;
        }
        for found in literals(&file) {
            for word in found.names() {
                seen += 1;
                let [variables, foreign] = elsewhere.each_ref().map(|file| file.iter().any(|known| known.text == word));
                let known =
                    directives.contains(word) || foreign || !found.surely && (variables || others.contains(word));
                if !known {
                    wrong.insert(format!("{path}: {word}"));
                }
            }
        }
    }
    assert!(seen > 300, "only {seen} names were read");
    assert_eq!(wrong, BTreeSet::new());
}

const VARIABLES: &str = "src/nginx/variables.rs";
const FOREIGN: &str = "src/nginx/directives/foreign.rs";
const STOCK: &str = "src/nginx/stock.rs";

/// A text in the source.
struct Literal {
    text: String,
    /// It is compared with the name of a directive.
    surely: bool,
}

impl Literal {
    /// The words of it that name directives, as far as can be told.
    fn names(&self) -> Vec<&str> {
        let snake = |word: &&str| {
            word.contains('_')
                && word.starts_with(|first: char| first.is_ascii_lowercase())
                && word.ends_with(|last: char| last.is_ascii_alphanumeric())
                && word.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_')
        };
        if self.surely {
            return vec![&self.text];
        }
        let quoted = self.text.split('`').skip(1).step_by(2).filter_map(|code| code.split([' ', ';']).next());
        std::iter::once(self.text.as_str()).chain(quoted).filter(snake).collect()
    }
}

fn literals(file: &Path) -> Vec<Literal> {
    let mut reader = Reader::default();
    reader.visit_file(&syn::parse_file(&std::fs::read_to_string(file).unwrap()).unwrap());
    reader.found
}

fn files(directory: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

#[derive(Default)]
struct Reader {
    found: Vec<Literal>,
    /// What is read is compared with the name of a directive.
    surely: bool,
}

impl<'a> Visit<'a> for Reader {
    fn visit_lit(&mut self, literal: &'a syn::Lit) {
        let text = match literal {
            syn::Lit::Str(text) => text.value(),
            syn::Lit::ByteStr(text) => String::from_utf8_lossy(&text.value()).into_owned(),
            _ => return,
        };
        self.found.push(Literal { text, surely: self.surely });
    }

    fn visit_expr_match(&mut self, item: &'a syn::ExprMatch) {
        let name = match &*item.expr {
            syn::Expr::MethodCall(call) => call.method == "name",
            _ => false,
        };
        self.visit_expr(&item.expr);
        for arm in &item.arms {
            self.surely = name;
            self.visit_pat(&arm.pat);
            self.surely = false;
            self.visit_expr(&arm.body);
        }
    }

    fn visit_pat_guard(&mut self, item: &'a syn::PatGuard) {
        self.visit_pat(&item.pat);
        self.surely = false;
        self.visit_expr(&item.guard);
    }

    fn visit_expr_call(&mut self, item: &'a syn::ExprCall) {
        let named = matches!(&*item.func, syn::Expr::Path(path) if path.path.is_ident("slots"));
        self.visit_expr(&item.func);
        self.surely = named;
        item.args.iter().for_each(|argument| self.visit_expr(argument));
        self.surely = false;
    }

    fn visit_attribute(&mut self, _: &'a syn::Attribute) {
        // Documents are prose.
    }

    fn visit_macro(&mut self, item: &'a syn::Macro) {
        // A macro's input has no grammar to visit: all its texts are read.
        let tokens = item.tokens.to_string().replace("\\\"", "'");
        let texts = tokens.split('"').skip(1).step_by(2);
        self.found.extend(texts.map(|text| Literal { text: text.to_owned(), surely: false }));
    }
}
