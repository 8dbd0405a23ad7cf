package io.muster.doors;

import java.time.Clock;
import java.time.ZoneOffset;
import org.camunda.bpm.engine.IdentityService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Gives an administrator's account a new password by a setting, once for each password. */
@Component
class Recovery {
  private static final Logger audit = LoggerFactory.getLogger("muster.audit");

  private final RecoveryProperties wanted;
  private final IdentityService identity;
  private final SignInThrottle throttle;
  private final ObjectProvider<AccountChanges> changes;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final SlowHash hash = new SlowHash();

  Recovery(
      RecoveryProperties wanted,
      IdentityService identity,
      SignInThrottle throttle,
      ObjectProvider<AccountChanges> changes,
      JdbcClient jdbc,
      Clock clock) {
    this.wanted = wanted;
    this.identity = identity;
    this.throttle = throttle;
    this.changes = changes;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Does what the setting wants, if it was not done yet; in the caller's transaction. */
  void perform() {
    if (!wanted.isWanted()) {
      return;
    }
    var password = wanted.demandPassword();
    // two nodes that start at once do it once
    jdbc.sql("lock table muster_recovery in exclusive mode").update();
    if (isDone(password)) {
      audit.warn(
          "recovery skipped who=\"{}\" reason=\"muster.recovery.password was taken before; take it out of the settings\"",
          wanted.user());
      return;
    }
    var user = identity.createUserQuery().userId(wanted.user()).singleResult();
    if (user == null) {
      user = identity.newUser(wanted.user());
      user.setFirstName("Recovered");
      user.setLastName("Administrator");
    }
    user.setPassword(password);
    GuardedIdentity.saveChecked(identity, user);
    var group = Role.ADMINISTRATOR.group();
    if (identity.createUserQuery().userId(wanted.user()).memberOfGroup(group).count() == 0) {
      identity.createMembership(wanted.user(), group);
    }
    throttle.release(wanted.user());
    changes.ifAvailable(hears -> hears.recovered(wanted.user()));
    jdbc.sql("insert into muster_recovery (account, hash, done_at) values (?, ?, ?)")
        .params(wanted.user(), hash.encrypt(password), clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    audit.warn(
        "recovery done who=\"{}\" what=\"password set by muster.recovery.password, role administrator, waits ended; take the setting out\"",
        wanted.user());
  }

  private boolean isDone(String password) {
    return jdbc
        .sql("select hash from muster_recovery where account = ?")
        .param(wanted.user())
        .query(String.class)
        .list()
        .stream()
        .anyMatch(taken -> hash.check(password, taken));
  }
}
