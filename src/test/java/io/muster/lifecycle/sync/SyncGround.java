package io.muster.lifecycle.sync;

import io.muster.directory.AccountId;
import io.muster.directory.DirectorySource;
import io.muster.directory.RosterSource;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.people.Worker;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Three more directories beside okta's, one that only pushes what it holds, and a hand that starts
 * their syncs.
 */
@TestConfiguration(proxyBeanMethods = false)
class SyncGround {
  @Bean
  InMemoryDirectory hq() {
    return new InMemoryDirectory("hq");
  }

  @Bean
  InMemoryDirectory all() {
    return new InMemoryDirectory("all");
  }

  @Bean
  InMemoryDirectory desk() {
    return new InMemoryDirectory("desk");
  }

  @Bean
  DirectorySource moreDirectories(
      InMemoryDirectory hq, InMemoryDirectory all, InMemoryDirectory desk) {
    return () -> List.of(hq, all, desk);
  }

  /** Behind no connection: nobody can be found, made or asked about in it. */
  @Bean
  InMemoryDirectory pushing() {
    return new InMemoryDirectory("pushing");
  }

  @Bean
  RosterSource pushed(InMemoryDirectory pushing) {
    return () -> Map.of("pushing", pushing.roster());
  }

  @Bean
  Hand hand(Syncs syncs, ProcessEngine engine, JdbcClient jdbc, Walk walk, InMemoryFleet fleet) {
    return new Hand(syncs, engine, jdbc, walk, fleet);
  }

  /** Starts syncs, and puts everything back to where it was. */
  record Hand(Syncs syncs, ProcessEngine engine, JdbcClient jdbc, Walk walk, InMemoryFleet fleet) {

    void clean() {
      walk.set(ProcessEstate.MORNING);
      fleet.clear();
      engine
          .getRuntimeService()
          .createProcessInstanceQuery()
          .list()
          .forEach(
              instance ->
                  engine.getRuntimeService().deleteProcessInstance(instance.getId(), "cleaned"));
      for (var table :
          List.of(
              "muster_sync",
              "muster_sync_group",
              "muster_sync_person",
              "muster_sync_member",
              "muster_sync_removal",
              "muster_drift",
              "muster_missing_manager",
              "muster_case")) {
        jdbc.sql("delete from " + table).update();
      }
    }

    /** It is due now; starts it and does everything until it waits. */
    ProcessInstance sync(String connection) {
      var instance = start(connection);
      walk.run(instance);
      return instance;
    }

    /** It alone is due now, and starts. */
    ProcessInstance start(String connection) {
      for (var any : syncs.connections()) {
        jdbc.sql(
                """
                insert into muster_sync (connection, due_at) values (?, ?)
                on conflict (connection) do update set due_at = excluded.due_at
                """)
            .params(
                any,
                Timestamp.from(
                    any.equals(connection) ? walk.now() : walk.now().plusSeconds(1_000_000)))
            .update();
      }
      syncs.startDue();
      return running(connection);
    }

    ProcessInstance running(String connection) {
      var id =
          jdbc.sql("select case_id from muster_case where process = ? and employee = ?")
              .params(DirectorySync.KEY, DirectorySync.standingFor(connection).value())
              .query(String.class)
              .single();
      return engine
          .getRuntimeService()
          .createProcessInstanceQuery()
          .processInstanceId(id)
          .singleResult();
    }

    /** Somebody of this department at this site, in the directory alone. */
    Worker person(InMemoryDirectory directory, String department, String location) {
      var worker = walk.person(department, "Developer", location);
      directory.takeIn(worker);
      return worker;
    }

    AccountId account(InMemoryDirectory directory, Worker worker) {
      return directory.find(worker.id()).orElseThrow().id();
    }
  }
}
