package io.muster.sources.sftp;

import io.muster.remote.RemoteFailure;
import io.muster.sources.sftp.SftpProperties.Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.attribute.FileTime;
import java.security.PublicKey;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.config.keys.ClientIdentityLoader;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attribute;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.SftpVersionSelector;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;

/**
 * One visit to a server that has shown a key we know. Every method throws a {@link RemoteFailure}
 * that says what to do next.
 */
final class SftpLink implements AutoCloseable {
  private static final int MOST_ENTRIES = 10_000;

  /** Every server speaks it, and none of the later ones is needed. */
  private static final int VERSION = 3;

  private static final int WRITABLE = 0222;

  private final Server server;
  private final SftpFailures failures;
  private final SshClient client;
  private final SftpClient files;

  private SftpLink(Server server, SftpFailures failures, SshClient client, SftpClient files) {
    this.server = server;
    this.failures = failures;
    this.client = client;
    this.files = files;
  }

  /** Goes there, and signs in if it is the right server. */
  static SftpLink open(Server server, SftpFailures failures) {
    var client = client(server);
    boolean open = false;
    try {
      var known = HostKeys.of(server.hostKeys());
      var refused = new AtomicReference<@Nullable PublicKey>();
      client.setSignatureFactories(known.inOrder());
      client.setServerKeyVerifier(
          (session, address, shown) -> {
            if (known.knows(shown)) {
              return true;
            }
            refused.set(shown);
            return false;
          });
      client.start();
      var session = connect(client, server, failures);
      signIn(session, server, failures, known, refused);
      var link = new SftpLink(server, failures, client, files(session, failures));
      open = true;
      return link;
    } finally {
      if (!open) {
        client.stop();
      }
    }
  }

  private static SshClient client(Server server) {
    var client = SshClient.setUpDefaultClient();
    // nothing of what this machine's user has in ~/.ssh
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setClientIdentityLoader(ClientIdentityLoader.DEFAULT);
    var ways = new ArrayList<UserAuthFactory>();
    var keys = server.keys();
    client.setKeyIdentityProvider(
        keys.map(KeyIdentityProvider::wrapKeyPairs)
            .orElse(KeyIdentityProvider.EMPTY_KEYS_PROVIDER));
    if (keys.isPresent()) {
      ways.add(new UserAuthPublicKeyFactory(ClientBuilder.setUpDefaultSignatureFactories(false)));
    }
    var password = server.password();
    if (password != null && !password.isBlank()) {
      client.setPasswordIdentityProvider(PasswordIdentityProvider.wrapPasswords(password.reveal()));
      ways.add(UserAuthPasswordFactory.INSTANCE);
      ways.add(UserAuthKeyboardInteractiveFactory.INSTANCE);
    }
    client.setUserAuthFactories(ways);
    // a wrong password that is tried again and again bars the account
    CoreModuleProperties.PASSWORD_PROMPTS.set(client, 1);
    CoreModuleProperties.AUTH_TIMEOUT.set(client, server.connectTimeout());
    CoreModuleProperties.IDLE_TIMEOUT.set(client, server.answerTimeout());
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, server.answerTimeout());
    CoreModuleProperties.CHANNEL_OPEN_TIMEOUT.set(client, server.answerTimeout());
    SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(client, server.answerTimeout());
    return client;
  }

  private static ClientSession connect(SshClient client, Server server, SftpFailures failures) {
    try {
      return client
          .connect(server.user(), server.host(), server.port())
          .verify(server.connectTimeout())
          .getSession();
    } catch (IOException | RuntimeException failure) {
      throw failures.unreachable(failure);
    }
  }

  private static void signIn(
      ClientSession session,
      Server server,
      SftpFailures failures,
      HostKeys known,
      AtomicReference<@Nullable PublicKey> refused) {
    try {
      session.auth().verify(server.connectTimeout());
    } catch (IOException | RuntimeException failure) {
      var shown = refused.get();
      throw shown == null ? failures.notSignedIn(failure) : failures.unknownHostKey(shown, known);
    }
  }

  private static SftpClient files(ClientSession session, SftpFailures failures) {
    try {
      return SftpClientFactory.instance()
          .createSftpClient(session, SftpVersionSelector.fixedVersionSelector(VERSION));
    } catch (IOException | RuntimeException failure) {
      throw failures.noSftp(failure);
    }
  }

  /** The files in the folder; links and folders are none. */
  List<RemoteFile> list() {
    var found = new ArrayList<RemoteFile>();
    int entries = 0;
    try (var folder = files.openDir(server.folder())) {
      for (var page = files.readDir(folder); page != null; page = files.readDir(folder)) {
        entries += page.size();
        if (entries > MOST_ENTRIES) {
          throw failures.tooMany(MOST_ENTRIES);
        }
        page.stream()
            .filter(entry -> entry.getAttributes().isRegularFile())
            .flatMap(entry -> file(entry.getFilename(), entry.getAttributes()).stream())
            .forEach(found::add);
      }
      return found;
    } catch (IOException failure) {
      throw failures.ofFolder(server.folder(), "folder", failure);
    }
  }

  /** The file as it is now; empty if it is gone. */
  Optional<RemoteFile> find(String name) {
    try {
      return file(name, files.lstat(path(name)));
    } catch (IOException failure) {
      if (isGone(failure)) {
        return Optional.empty();
      }
      throw failures.ofFolder(server.folder(), "folder", failure);
    }
  }

  /** What is in the file; empty if it is gone. */
  Optional<Content> read(String name) throws UnreadableFile {
    try {
      return Optional.of(new Content(name, files.read(path(name))));
    } catch (IOException failure) {
      if (isGone(failure)) {
        return Optional.empty();
      }
      throw failures.ofFile(name, failure);
    }
  }

  /** Moves a file to where fetched ones go, under another name if that one is taken there. */
  void move(String name, String otherName) {
    try {
      var target = server.target() + "/" + name;
      files.rename(path(name), exists(target) ? server.target() + "/" + otherName : target);
    } catch (IOException failure) {
      throw failures.ofTidying(name, failure);
    }
  }

  void delete(String name) {
    try {
      files.remove(path(name));
    } catch (IOException failure) {
      if (!isGone(failure)) {
        throw failures.ofTidying(name, failure);
      }
    }
  }

  /**
   * Whether somebody may write there, as far as can be seen without doing it.
   *
   * @param setting the setting that names the folder
   */
  boolean mayBeWritten(String folder, String setting) {
    try {
      var attributes = files.stat(folder);
      if (!attributes.isDirectory()) {
        throw new SftpException(SftpConstants.SSH_FX_NOT_A_DIRECTORY, "no folder");
      }
      return (attributes.getPermissions() & WRITABLE) != 0;
    } catch (IOException failure) {
      throw failures.ofFolder(folder, setting, failure);
    }
  }

  private boolean exists(String path) throws IOException {
    try {
      var unused = files.lstat(path);
      return true;
    } catch (IOException failure) {
      if (isGone(failure)) {
        return false;
      }
      throw failure;
    }
  }

  private String path(String name) {
    var folder = server.folder();
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  private static Optional<RemoteFile> file(String name, Attributes attributes) {
    var flags = attributes.getFlags();
    FileTime modified = attributes.getModifyTime();
    return modified == null || !flags.contains(Attribute.Size)
        ? Optional.empty()
        : Optional.of(
            new RemoteFile(
                name, attributes.getSize(), modified.toInstant().truncatedTo(ChronoUnit.SECONDS)));
  }

  private static boolean isGone(IOException failure) {
    return failure instanceof SftpException said
        && said.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE;
  }

  @Override
  public void close() {
    client.stop();
  }

  /** A file that is being read. */
  final class Content implements AutoCloseable {
    private final String name;
    private final InputStream bytes;

    private Content(String name, InputStream bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    /** The next bytes; how many, or a negative number at the end. */
    int read(byte[] buffer) throws UnreadableFile {
      try {
        return bytes.read(buffer);
      } catch (IOException failure) {
        throw failures.ofFile(name, failure);
      }
    }

    @Override
    public void close() {
      try {
        bytes.close();
      } catch (IOException alreadyGone) {
        // what was read is read; the link ends with the look
      }
    }
  }
}
