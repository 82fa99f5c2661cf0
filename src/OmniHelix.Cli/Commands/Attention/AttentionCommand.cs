using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Files;
using OmniHelix.Workflows.Predicting;

namespace OmniHelix.Cli.Commands.Attention;

/// <summary><c>omni attention</c>: what the layers and heads of a model look at in a sequence.</summary>
internal static class AttentionCommand
{
    public static CommandEntry Entry { get; } = new("attention", "Write and draw what a model's heads look at in a sequence.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var binding = new SettingsBinding().Add<AttentionOptions>();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the output, the names of its tokens, and the page." };
        var json = new Option<bool>("--json") { Description = "Write the numbers of each layer as JSON to standard output." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni attention --model models/omnihelix-rna-1m --sequence GGGAAACGCUUCGGCGUUUCCC --output a.npz --report a.html",
                "omni attention --model runs/archive2 --sequence x.fasta --layers 5 --heads 0,1 --output a.npy",
            ],
        };
        binding.AddTo(command);
        command.Add(overwrite, "Run");
        command.Options.Add(json);
        command.SetAction((parsed, _) =>
        {
            var workflow = new AttentionWorkflow(binding.Read(parsed).Get<AttentionOptions>());
            if (workflow.Report is { } page) KnownFiles.Kinds.RequireName(page, "a page", KnownFiles.Html);
            OverwriteCheck.Beside(parsed.GetValue(overwrite), workflow.Names, workflow.Output, "the tokens");
            OverwriteCheck.Files(parsed.GetValue(overwrite), workflow.Output, workflow.Report, workflow.Names);
            Print(terminal, workflow, workflow.Run(), parsed.GetValue(json));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Print(Terminal terminal, AttentionWorkflow workflow, AttentionOutcome outcome, bool json)
    {
        var maps = outcome.Maps;
        var entropies = maps.LayerEntropies();
        if (json)
            terminal.Output.WriteLine(OmniCommand.Json(new
            {
                workflow.Output,
                workflow.Report,
                maps.Tokens,
                maps.Layers,
                maps.Heads,
                maps.AreShares,
                LayerEntropies = entropies,
                outcome.Letters,
            }));
        else
        {
            var most = Math.Log(maps.Tokens.Count);
            var size = $"{Plural.Count(maps.Layers.Count, "layer")}, {Plural.Count(maps.Heads.Count, "head")}, "
                + Plural.Count(maps.Tokens.Count, "token");
            terminal.Output.WriteLine(Text($"{size}; mean entropy of the heads in nats, of {most:0.00} at most:"));
            for (var l = 0; l < entropies.Count; l++) terminal.Output.WriteLine(Text($"  layer {maps.Layers[l],2}  {entropies[l]:0.00}"));
        }
        foreach (var note in outcome.Notes()) terminal.Error.WriteLine($"Warning: {note}.");
        terminal.Error.WriteLine($"wrote {workflow.Output}{(workflow.Names is null ? "" : $", and its tokens to {workflow.Names}")}");
        if (workflow.Report is { } page) terminal.Error.WriteLine($"page written to {page}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
