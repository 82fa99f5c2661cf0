using OmniHelix.Cli;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;

var terminal = Terminal.OfProcess();
return await CommandShell.RunAsync(AllCommands.Catalog, args, terminal, cancellation => new HubDisplay(terminal, cancellation));
