mod buildpack;
mod rules;
mod web_root;
