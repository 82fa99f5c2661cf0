using OmniHelix.Cli;
using OmniHelix.Cli.Shell;

return await CommandShell.RunAsync(AllCommands.Catalog, args, Terminal.OfProcess());
