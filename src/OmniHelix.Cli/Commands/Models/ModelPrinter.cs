using System.Globalization;
using OmniHelix.Inference;
using OmniHelix.Models.Backbones;
using OmniHelix.Sequences;

namespace OmniHelix.Cli.Commands.Models;

/// <summary>What a model folder holds, in words.</summary>
internal static class ModelPrinter
{
    private const int MostLetters = 40, MostLabels = 20;

    /// <summary>Prints the facts, and on request a line for each tensor behind them.</summary>
    public static void Print(TextWriter output, ModelDescription description, bool tensors)
    {
        var model = description.Model;
        Fact("model", model.Folder);
        Fact("family", model.Family);
        Fact("config.json", $"{model.ModelType}{Beside(model.Architectures)}");
        if (model.Adapter is { } adapter)
            Fact("adapter", Text($"LoRA of rank {adapter.Rank}, alpha {adapter.Alpha}, for {adapter.BaseModel}"));
        Fact("tasks", model.Tasks.Count == 0 ? "embeddings only" : $"{string.Join(", ", model.Tasks.Select(t => t.Name))}; embeddings");
        if (model.LabelNames.Count > 0) Fact("labels", Few(model.LabelNames, MostLabels));
        Fact("parameters", Text($"{model.Parameters:N0} in {model.Tensors.Count:N0} tensors{Types(description)}"));
        var heads = model.Heads is { } count ? Text($", {count} attention heads") : "";
        Fact("size", Text($"{model.Layers} layers, hidden size {model.HiddenSize}{heads}, vocabulary of {model.VocabularySize}"));
        Fact("most tokens", description.MaxTokens == int.MaxValue ? "no limit" : Text($"{description.MaxTokens}"));
        Tokenizer(description);
        foreach (var together in description.Published.GroupBy(published => published.Facts)) Published(together);
        if (description.Fresh is { } fresh)
            Fact($"fresh for {description.Task}", fresh.Count == 0 ? "nothing" : string.Join(", ", fresh));
        if (!tensors) return;
        output.WriteLine();
        var names = model.Tensors.Max(t => t.Name.Length);
        var types = model.Tensors.Max(t => t.Type.ToString().Length);
        foreach (var tensor in model.Tensors)
            output.WriteLine(
                $"{tensor.Name.PadRight(names)}  {tensor.Type.ToString().PadRight(types)}  [{string.Join(", ", tensor.Shape)}]");

        void Fact(string name, string value) => output.WriteLine($"{name,-14}  {value}");

        void Published(IGrouping<PublishedFacts, PublishedModel> models)
        {
            var facts = models.Key;
            Fact("published as", $"{string.Join(", ", models.Select(published => published.Name))}, by its sizes");
            Fact("  trained on", facts.TrainedOn);
            Fact("  reads", $"{facts.Letters}; as {facts.Tokens}");
            Fact("  licence", facts.Licence ?? "not stated here: ask the publisher");
            Fact("  reference", facts.Reference);
        }

        void Tokenizer(ModelDescription of)
        {
            if (of.Tokenizer is not { } tokenizer)
            {
                Fact("tokenizer", $"cannot be read: {of.TokenizerProblem!.Describe().ReplaceLineEndings("")}");
                return;
            }
            var conversion = tokenizer.Uracil switch
            {
                UracilPolicy.UToT => ", U read as T",
                UracilPolicy.TToU => ", T read as U",
                _ => "",
            };
            var size = Text($"{tokenizer.VocabularySize} tokens");
            Fact("tokenizer", $"{Alphabet.NameOf(tokenizer.Molecule)}, {size}{conversion}; {of.TokenizerModel}");
            Fact("letters", Few(of.Letters, MostLetters));
            Fact("special tokens", string.Join(", ", of.SpecialTokens.Select(s => Text($"{s.Token} {s.Id} ({s.Role})"))));
        }
    }

    private static string Types(ModelDescription description) =>
        string.Concat(description.Model.Tensors.GroupBy(t => t.Type).Select(g => Text($", {g.Key}")));

    private static string Beside(IReadOnlyList<string> names) => names.Count == 0 ? "" : $" ({string.Join(", ", names)})";

    private static string Few(IReadOnlyList<string> names, int most) =>
        string.Join(' ', names.Take(most)) + (names.Count > most ? Text($" … {names.Count - most} more") : "");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
