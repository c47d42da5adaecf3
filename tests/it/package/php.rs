mod buildpack;
mod loads;
mod rules;
mod web_root;
