package io.muster.scim;

import org.springframework.stereotype.Component;

/** Which client's word means what. */
@Component
class Meanings {
  private final ScimProperties properties;
  private final DirectoryPush directory;
  private final HrPush hr;

  Meanings(ScimProperties properties, DirectoryPush directory, HrPush hr) {
    this.properties = properties;
    this.directory = directory;
    this.hr = hr;
  }

  /** What this client's word means. */
  ScimPushHandler of(String client) {
    var configured = properties.clients().get(client);
    if (configured == null) {
      throw new IllegalStateException("the door let in a client that is not configured");
    }
    return switch (configured.role()) {
      case DIRECTORY -> directory;
      case HR -> hr;
    };
  }

  /** Under which name the inbox knows a client. */
  static String source(String client) {
    return "scim-" + client;
  }
}
