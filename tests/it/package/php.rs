mod buildpack;
mod web_root;
