package io.muster.deployment;

import io.muster.process.OwnDeclarations;
import io.muster.process.TaskForm;
import java.util.Map;
import java.util.Set;

/**
 * What a diagram can refer to: what comes with it, and what is live already.
 *
 * @param forms the forms that come with it, by id
 * @param tables the tables that come with it, by decision id, with the names their inputs use
 * @param liveTables the ids of decisions that are live
 * @param processes what each process declares that comes with it or is live, by key
 */
record DeploymentContext(
    Map<String, TaskForm> forms,
    Map<String, Set<String>> tables,
    Set<String> liveTables,
    Map<String, OwnDeclarations> processes) {}
