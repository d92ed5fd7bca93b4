using Granary.CrashSuite;

return await new CrashRun(CrashOptions.Parse(args)).RunAsync();
