using OmniHelix.Cli.Shell;

return await CommandShell.RunAsync(args, Terminal.OfProcess());
