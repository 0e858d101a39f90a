/**
 * What goes wrong in a simulated run, and when: the kinds of faults, the plan that a seed gives, and the injector that
 * carries the plan out on a cluster. A plan is data, so that a failing run can be tried again with fewer faults.
 */
package dev.muster.sim.fault;
