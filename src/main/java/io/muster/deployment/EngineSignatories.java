package io.muster.deployment;

import io.muster.guard.DecidingGroups;
import io.muster.guard.Person;
import io.muster.guard.Signatories;
import io.muster.people.PeopleSearch;
import io.muster.people.SignInNames;
import io.muster.people.Workforce;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Finds people by their account in the engine, and by what HR and the directories know of them, so
 * that a second account of the same person is not a second person.
 */
@Component
class EngineSignatories implements Signatories {
  private static final int LIMIT = 200;

  private final ObjectProvider<IdentityService> identity;
  private final DecidingGroups deciding;
  private final PeopleSearch people;
  private final Workforce workforce;

  EngineSignatories(
      ObjectProvider<IdentityService> identity,
      DecidingGroups deciding,
      PeopleSearch people,
      Workforce workforce) {
    this.identity = identity;
    this.deciding = deciding;
    this.people = people;
    this.workforce = workforce;
  }

  /** The account is read afresh, whatever the caller may see of accounts. */
  @Override
  public Person find(String signIn) {
    var accounts = identity.getObject();
    var caller = accounts.getCurrentAuthentication();
    accounts.clearAuthentication();
    try {
      var names = new HashSet<String>();
      names.add(signIn);
      var account = accounts.createUserQuery().userId(signIn.strip()).singleResult();
      if (account != null && account.getEmail() != null) {
        names.add(account.getEmail());
      }
      Set<String> groups =
          accounts.createGroupQuery().groupMember(signIn.strip()).list().stream()
              .map(Group::getId)
              .collect(Collectors.toSet());
      names.addAll(knownOf(List.copyOf(names)));
      return new Person(signIn, names, deciding.among(signIn.strip(), groups));
    } finally {
      accounts.setAuthentication(caller);
    }
  }

  @Override
  public Set<String> members(Set<String> groups) {
    var accounts = identity.getObject();
    var caller = accounts.getCurrentAuthentication();
    accounts.clearAuthentication();
    try {
      return groups.stream()
          .flatMap(
              group -> accounts.createUserQuery().memberOfGroup(group).unlimitedList().stream())
          .map(User::getId)
          .collect(Collectors.toSet());
    } finally {
      accounts.setAuthentication(caller);
    }
  }

  /** Every other name of the people of ours who have one of these. */
  private Set<String> knownOf(List<String> names) {
    var known = new HashSet<String>();
    for (var name : names) {
      for (var match : people.startingWith(name.strip(), LIMIT)) {
        var theirs = SignInNames.of(match.employee(), workforce);
        if (theirs.includeAnyOf(names)) {
          known.addAll(theirs.names());
        }
      }
    }
    return known;
  }
}
