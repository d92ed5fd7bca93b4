using Granary.Engine.Tests.WriteAheadLog;

// The tests run this assembly as a program when they need a real process to kill.
if (args is not [AppendingProcess.Command, var directory]) return 2;
await AppendingProcess.AppendForEverAsync(directory);
return 0;
