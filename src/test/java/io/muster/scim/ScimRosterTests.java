package io.muster.scim;

import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.GroupId;
import io.muster.directory.Roster;
import io.muster.directory.RosterContract;
import io.muster.directory.RosterWorld;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.springframework.beans.factory.annotation.Autowired;

/** What a directory has pushed tells of groups as every directory does. */
class ScimRosterTests extends ScimWorld {
  private static final String CLIENT = "okta";
  private static final int PAGE = 5;

  @Autowired private ScimProperties properties;
  @Autowired private ChangeRows changes;

  @BeforeEach
  void nothingIsPushed() {
    for (var table : new String[] {"group", "user", "change", "reader", "removed"}) {
      jdbc.sql("delete from muster_scim_%s where client = ?".formatted(table))
          .param(CLIENT)
          .update();
    }
  }

  @Nested
  class LikeEveryDirectory extends RosterContract {
    @Override
    protected RosterWorld world() {
      return new World();
    }
  }

  private final class World implements RosterWorld {
    @Override
    public Roster roster() {
      var settings = Objects.requireNonNull(properties.clients().get(CLIENT));
      return new ScimRoster(CLIENT, settings, jdbc, changes, PAGE);
    }

    /** Whoever pushes a group does not say how it is kept. */
    @Override
    public KeptBy keptBy() {
      return KeptBy.ELSEWHERE;
    }

    @Override
    public int pageSize() {
      return PAGE;
    }

    @Override
    public GroupId group(String name) {
      return made(name, "first");
    }

    @Override
    public Optional<GroupId> ruled(String name, String department) {
      return Optional.empty();
    }

    @Override
    public Optional<GroupId> twin(String name) {
      return Optional.of(made(name, "second"));
    }

    private GroupId made(String name, String externalId) {
      var answer =
          post(
              CLIENT,
              "/Groups",
              "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"%s\",\"externalId\":\"%s\"}"
                  .formatted(name, externalId));
      return new GroupId(done(answer).id());
    }

    @Override
    public boolean nest(GroupId outer, GroupId inner) {
      return false;
    }

    @Override
    public AccountId person(String login, String department) {
      var answer =
          post(
              CLIENT,
              "/Users",
              """
              {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
               "userName":"%1$s","active":true,"emails":[{"type":"work","value":"%1$s"}],
               "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
                 {"employeeNumber":"E-1","department":"%2$s"}}
              """
                  .formatted(login, department));
      return new AccountId(done(answer).id());
    }

    @Override
    public void join(GroupId group, AccountId account) {
      change(
          "/Groups/" + group,
          "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}"
              .formatted(account));
    }

    @Override
    public void leave(GroupId group, AccountId account) {
      change(
          "/Groups/" + group,
          "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}".formatted(account));
    }

    @Override
    public void move(AccountId account, String department) {
      change(
          "/Users/" + account,
          """
          {"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
           "value":"%s"}
          """
              .formatted(department));
    }

    @Override
    public void suspend(AccountId account) {
      change("/Users/" + account, "{\"op\":\"replace\",\"value\":{\"active\":false}}");
    }

    @Override
    public void remove(AccountId account) {
      done(delete(CLIENT, "/Users/" + account));
    }

    @Override
    public void rename(GroupId group, String name) {
      change(
          "/Groups/" + group,
          "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"%s\"}".formatted(name));
    }

    @Override
    public void remove(GroupId group) {
      done(delete(CLIENT, "/Groups/" + group));
    }

    @Override
    public void timePasses() {
      // what is pushed is there at once
    }

    @Override
    public void forgetChanges() {
      user(CLIENT, "heard-of-too-late@example.com");
      for (var column : new String[] {"change set at", "reader set read_at"}) {
        jdbc.sql(
                "update muster_scim_%s = timestamptz '2001-01-01Z' where client = ?"
                    .formatted(column))
            .param(CLIENT)
            .update();
      }
      changes.remove(Duration.ofDays(30));
    }

    @Override
    public boolean turnAwayNext() {
      return false;
    }

    private void change(String path, String operation) {
      done(patch(CLIENT, path, operation));
    }

    private Answer done(Answer answer) {
      if (answer.status() >= 300) {
        throw new IllegalStateException(answer.status() + " " + answer.raw().body());
      }
      return answer;
    }
  }
}
