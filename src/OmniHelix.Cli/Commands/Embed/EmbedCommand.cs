using System.CommandLine;
using OmniHelix.Cli.Commands.Infer;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Inference;
using OmniHelix.Inference.Writing;
using OmniHelix.Models.Heads;

namespace OmniHelix.Cli.Commands.Embed;

/// <summary><c>omni embed</c>: vectors of sequences from the last hidden state of a model.</summary>
internal static class EmbedCommand
{
    private const string PerToken = "token";

    public static CommandEntry Entry { get; } = new("embed", "Turn sequences into vectors.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<InferenceSettings>().Add<EmbedSettings>();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the output files." };
        var json = new Option<bool>("--json") { Description = "Write a summary as JSON to standard output; needs --output." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni embed --model models/omnihelix-rna-1m --input x.fasta --output x.npy --aggregation mean_no_special",
                "omni embed --model runs/archive2 --input x.csv --output x.safetensors",
                "omni embed --model models/omnihelix-rna-1m --sequence AUGC --aggregation token",
            ],
        };
        schema.AddTo(command);
        command.Options.Add(overwrite);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = schema.Read(parsed);
            return Task.FromResult(
                Run(
                    terminal, configuration.Get<InferenceSettings>(), configuration.Get<EmbedSettings>(), parsed.GetValue(overwrite),
                    parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static int Run(
        Terminal terminal, InferenceSettings settings, EmbedSettings embed, bool overwrite, bool json, CancellationToken cancellation)
    {
        var path = settings.OutputPath;
        if (json && path is null)
            throw new UsageException(
                "OH2033", "--json needs --output: vectors and summary would both go to standard output", null, "Name an output file.");
        var names = path is null ? null : EmbeddingFile.NamesBeside(path);
        Pooling? pooling = embed.Aggregation == PerToken ? null : Parse(embed.Aggregation);
        OverwriteCheck.Files(overwrite, path, names);
        var options = settings.ToOptions();
        using var input = settings.OpenInput();
        // Only the head knows the scores of attention pooling; otherwise it would be computed for nothing.
        using var model = PretrainedModel.Open(settings.ModelPath, options, pooling == Pooling.Attention ? null : TaskType.Embedding);
        var embedding = new SequenceEmbedding(model, options, pooling);
        var summary = new InferenceSummary();
        if (path is null) EmbeddingFile.WriteJsonLines(terminal.Output, Vectors(null), model.Model.HiddenSize);
        else
        {
            using var line = new ProgressLine(terminal, TimeProvider.System);
            EmbeddingFile.Write(path, Vectors(line.Of(ProgressWords.Predicted)), model.Model.HiddenSize);
        }
        return summary.Print(terminal, embedding.Counts, path, json);

        IEnumerable<Embedding> Vectors(IProgress<InferenceProgress>? display)
        {
            foreach (var vector in embedding.Run(input, display, cancellation))
            {
                summary.Note(vector.Error);
                yield return vector;
            }
        }
    }

    private static Pooling Parse(string name)
    {
        if (PoolingNames.OfEmbeddings.Contains(name)) return PoolingNames.OfEmbedding(name);
        string[] known = [.. PoolingNames.OfEmbeddings, PerToken];
        var what = $"'{name}' is no aggregation; expected one of {string.Join(", ", PoolingNames.OfEmbeddings)} or {PerToken}";
        throw new UsageException("OH2034", what, "--aggregation", NearestName.Ask(name, known));
    }
}
