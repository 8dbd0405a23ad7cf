package io.muster.directory;

import java.util.List;

/** One vendor's adapter: brings every connection of that vendor that is configured. */
public interface DirectorySource {
  /** The directories, one per configured connection. */
  List<Directory> directories();
}
