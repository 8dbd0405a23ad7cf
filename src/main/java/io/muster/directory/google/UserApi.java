package io.muster.directory.google;

import com.google.api.services.directory.model.Asp;
import com.google.api.services.directory.model.Token;
import com.google.api.services.directory.model.User;
import com.google.api.services.directory.model.UserUndelete;
import com.google.api.services.directory.model.Users;
import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.remote.RemoteFailure.Refused;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The calls about users, each wrapped once. */
final class UserApi {
  /**
   * What an id or an address can look like; Google's client puts a slash into the path as it is.
   */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._'+@-]{1,200}");

  private static final int SHOWN = 500;
  private static final int PASSWORD_BYTES = 48;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final GoogleCalls calls;
  private final Connection connection;

  UserApi(GoogleCalls calls, Connection connection) {
    this.calls = calls;
    this.connection = connection;
  }

  /** The user with this id as it is now; empty if there is none. */
  Optional<GoogleUser> user(String id) {
    var found = userNamed(id);
    found
        .filter(user -> !id.equals(user.json().getId()))
        .ifPresent(
            other -> {
              throw calls.aboutAnother(id, other.json().getId());
            });
    return found;
  }

  /** The user whom Google means by this id, address or alias; look at the addresses. */
  Optional<GoogleUser> userNamed(String key) {
    if (key.isBlank()) {
      throw new IllegalArgumentException("an account without an id");
    }
    if (!KEY.matcher(key).matches()) {
      return Optional.empty();
    }
    return calls
        .find(
            "GET user",
            Scope.USERS,
            clients -> clients.directory().users().get(key).setProjection("full"))
        .map(this::shown);
  }

  /** The user in this JSON. */
  GoogleUser shown(User user) {
    return new GoogleUser(user, connection.unitOfLeavers().orElse(null));
  }

  /** The ids of the users that fit; by an index that lags behind, so read each again. */
  List<String> search(String query) {
    var found = page(query, null, null);
    if (found.getNextPageToken() != null) {
      throw new Refused("More users than Google shows at once fit " + query + ".");
    }
    return users(found).stream().map(User::getId).toList();
  }

  /** True if a user who was deleted and can be brought back still holds this address. */
  boolean deletedAt(String address) {
    var query = "email:" + address;
    var found =
        calls.read(
            "search for deleted users",
            Scope.USERS,
            clients -> {
              var list =
                  clients
                      .directory()
                      .users()
                      .list()
                      .setMaxResults(SHOWN)
                      .setShowDeleted("true")
                      .setQuery(query);
              return connection
                  .onlyDomain()
                  .map(list::setDomain)
                  .orElseGet(() -> list.setCustomer(connection.customer()));
            });
    return users(found).stream().map(this::shown).anyMatch(user -> user.reachedBy(address));
  }

  /** A part of all users, or of those that fit. */
  Users page(@Nullable String query, @Nullable String page, @Nullable String fields) {
    return calls.read(
        query == null ? "the users" : "search for users",
        Scope.USERS,
        clients -> {
          var list =
              clients
                  .directory()
                  .users()
                  .list()
                  .setMaxResults(SHOWN)
                  .setProjection("full")
                  .setPageToken(page)
                  .setFields(fields)
                  .setQuery(query);
          return connection
              .onlyDomain()
              .map(list::setDomain)
              .orElseGet(() -> list.setCustomer(connection.customer()));
        });
  }

  /** True if the customer has this domain. */
  boolean hasDomain(String domain) {
    return calls
        .find(
            "the users of " + domain,
            Scope.USERS,
            clients -> clients.directory().users().list().setDomain(domain).setMaxResults(1))
        .isPresent();
  }

  static List<User> users(Users page) {
    return page.getUsers() == null ? List.of() : page.getUsers();
  }

  /**
   * Makes a user with a password that nobody knows, to be changed at the first sign-in: by whoever
   * an administrator gives a new one, or never, where people sign in elsewhere. The answer is its
   * id.
   */
  String create(User wished) {
    var random = new byte[PASSWORD_BYTES];
    RANDOM.nextBytes(random);
    var user =
        wished
            .clone()
            .setPassword(Base64.getUrlEncoder().withoutPadding().encodeToString(random))
            .setChangePasswordAtNextLogin(true);
    var made =
        calls.write(
            "the making of a user",
            Scope.USERS,
            clients -> clients.directory().users().insert(user));
    if (made == null || made.getId() == null) {
      throw calls.unreadable("the making of a user");
    }
    return made.getId();
  }

  /** Writes what is named and leaves the rest. */
  void update(String id, User changes) {
    calls.write(
        "the update of user " + id,
        Scope.USERS,
        clients -> clients.directory().users().update(named(id), changes));
  }

  /** Takes back a deletion, which Google allows for some days. */
  void undelete(String id) {
    calls.make(
        "the return of deleted user " + id,
        Scope.USERS,
        clients ->
            clients
                .directory()
                .users()
                .undelete(named(id), new UserUndelete().setOrgUnitPath(connection.orgUnit())));
  }

  /** Ends the sessions on the web and on devices. */
  void signOut(String id) {
    calls.write(
        "the end of the sessions of user " + id,
        Scope.SECURITY,
        clients -> clients.directory().users().signOut(named(id)));
  }

  /** The applications that hold a token of the user's. */
  List<String> tokens(String id) {
    return calls
        .find(
            "GET tokens of user " + id,
            Scope.SECURITY,
            clients -> clients.directory().tokens().list(named(id)))
        .flatMap(found -> Optional.ofNullable(found.getItems()))
        .orElse(List.of())
        .stream()
        .map(Token::getClientId)
        .toList();
  }

  void revokeToken(String id, String client) {
    calls.write(
        "the revocation of a token of user " + id,
        Scope.SECURITY,
        clients -> clients.directory().tokens().delete(named(id), named(client)));
  }

  /** The passwords the user made for single applications. */
  List<Integer> appPasswords(String id) {
    return calls
        .find(
            "GET application passwords of user " + id,
            Scope.SECURITY,
            clients -> clients.directory().asps().list(named(id)))
        .flatMap(found -> Optional.ofNullable(found.getItems()))
        .orElse(new ArrayList<>())
        .stream()
        .map(Asp::getCodeId)
        .toList();
  }

  void removeAppPassword(String id, int code) {
    calls.write(
        "the removal of an application password of user " + id,
        Scope.SECURITY,
        clients -> clients.directory().asps().delete(named(id), code));
  }

  /** An empty id would turn a call about one thing into one about all. */
  static String named(String id) {
    if (!KEY.matcher(id).matches()) {
      throw new IllegalArgumentException("an account or a group without a usable id");
    }
    return id;
  }
}
