using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Runs;

/// <summary>
/// Says once in a run which weights of its model are new, since a head that is silently thrown away looks like one that learned badly, and
/// what its head reads in vain.
/// </summary>
/// <param name="observer">Is told.</param>
internal sealed class ModelStartNote(RunObserver observer)
{
    private const int MostNames = 10;

    private bool told;

    /// <summary>Says where the weights of a model come from that is to be trained; nothing of one from scratch.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Makes its tokens.</param>
    /// <param name="rows">What it is trained on.</param>
    public void Tell(OmniModel model, OmniTokenizer tokenizer, RaggedTokens rows)
    {
        if (told) return;
        told = true;
        if (TrainedLengthNote.Of(model, rows.Lengths.Max()) is { } length)
            observer.Message($"! {char.ToUpperInvariant(length[0])}{length[1..]}.");
        if (FirstTokenNote.Of(model, tokenizer) is { } note) observer.Message($"! {char.ToUpperInvariant(note[0])}{note[1..]}.");
        if (model.Options.TargetScales is { } scales)
            observer.Message(
                "Numbers are learned less their mean over their deviation: "
                    + string.Join(", ", model.LabelNames.Zip(scales, Scale).Take(MostNames)) + (scales.Count > MostNames ? ", …." : "."));
        if (model.Adapter is { } adapter)
        {
            var (trained, all) = (model.ParameterCount(trainable: true), model.ParameterCount());
            var layers = Plural.Count(adapter.Layers.Count, "layer");
            observer.Message(
                FormattableString.Invariant($"An adapter of rank {adapter.Config.Rank} is trained around {layers}, with the head: ")
                + FormattableString.Invariant($"{trained:N0} of {all:N0} numbers ({100.0 * trained / all:0.00} %)."));
        }
        if (model.LoadReport is not { } report) return;
        observer.Message(report.Fresh.Count == 0
            ? $"All weights come from {report.Path}, those of the head too."
            : $"New weights: {string.Join(", ", Named(report.Fresh))}; all others come from {report.Path}.");
    }

    private static string Scale(string name, TargetScale scale) =>
        FormattableString.Invariant($"{name} {scale.Mean:0.####} ± {scale.Deviation:0.####}");

    // The layers of a large part are said together.
    private static IEnumerable<string> Named(IReadOnlyList<string> names) => names
        .GroupBy(name => name.Split('.')[0], StringComparer.Ordinal)
        .SelectMany(part => part.Count() <= MostNames ? part : (IEnumerable<string>)[$"{part.Key} ({part.Count()} tensors)"]);
}
