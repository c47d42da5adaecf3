mod buildpack;
