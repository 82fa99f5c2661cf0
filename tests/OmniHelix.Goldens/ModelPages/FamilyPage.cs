using System.Globalization;
using System.Text;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Heads;
using OmniHelix.Sequences;

namespace OmniHelix.Goldens.ModelPages;

/// <summary>The page of one architecture: what its files look like, what was published, and how near its numbers come.</summary>
/// <param name="family">The line of the table of families.</param>
/// <param name="parity">Of its golden cases; null without any.</param>
/// <param name="parameters">Of the language models of published models, by name; those that are not counted are not in it.</param>
internal sealed class FamilyPage(ModelFamily family, Parity? parity, IReadOnlyDictionary<string, long> parameters)
{
    private const string NotStated = "not stated here";

    /// <summary>The file of the page.</summary>
    public string FileName => $"{family.Title.ToLowerInvariant().Replace(' ', '-').Replace('ö', 'o')}.md";

    /// <summary>The line of the page in the list of all.</summary>
    public string Line => $"| [{family.Title}]({FileName}) | {ModelTypes} | {family.Published.Count} | {Words(parity)} |";

    // Models of cells are given numbers by a program.
    private bool ReadsSequences =>
        !family.Keys.Layouts.Contains(MultiField.BeforeLabels) || family.Published.Any(model => model.Facts.Molecule != Molecule.Unknown);

    private string ModelTypes => Codes(family.Names.Select(name => name.ModelType));

    /// <summary>The page.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {family.Title}\n\n{ModelPages.Notice}\n\n| | |\n|---|---|\n");
        Row("`model_type`", ModelTypes);
        Row("classes", string.Join(", ", family.Names.Select(name => name.ClassPrefix).Distinct().Select(prefix => $"`{prefix}…`")));
        Row("tensors begin with", Codes(family.Keys.Prefixes));
        Row("told by the tensors", Codes(family.Marks));
        Row("heads", $"masked tokens; tokens; sequences ({Heads()})");
        Row("numbers against the public implementation", Words(parity));
        if (ReadsSequences) Row("command", "`omni embed --model FOLDER --input x.fasta --output x.npy`");
        text.Append("\n## Published models\n\n");
        if (family.Published.Count > 0) Published(text);
        else text.Append("None in biology is known here; the architecture is for models trained from scratch.\n");
        return text.ToString();

        void Row(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
    }

    private void Published(StringBuilder text)
    {
        text.Append("| model | layers | hidden size | heads | vocabulary | parameters |\n|---|---|---|---|---|---|\n");
        foreach (var model in family.Published)
        {
            var count = parameters.TryGetValue(model.Name, out var known) ? $"{known:N0}" : "";
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {model.Name} | {model.Layers} | {model.HiddenSize} | {model.Heads} | {model.Vocabulary:N0} | {count} |\n");
        }
        if (family.Published.Any(model => parameters.ContainsKey(model.Name)))
            text.Append("\nParameters are those of the language model; the words and their scores count once where they are one tensor.\n");
        foreach (var together in family.Published.GroupBy(model => model.Facts))
        {
            var facts = together.Key;
            var most = facts.MostTokens is { } limit ? $"at most {limit.ToString("N0", CultureInfo.InvariantCulture)}" : "no limit";
            text.Append(CultureInfo.InvariantCulture, $"\n**{string.Join(", ", together.Select(model => model.Name))}**\n\n");
            text.Append(CultureInfo.InvariantCulture, $"* letters: {facts.Letters}\n* tokens: {facts.Tokens}; {most}\n");
            text.Append(CultureInfo.InvariantCulture, $"* trained on: {facts.TrainedOn}\n* licence: {facts.Licence ?? NotStated}\n");
            text.Append(CultureInfo.InvariantCulture, $"* reference: {facts.Reference}\n");
        }
    }

    private string Heads()
    {
        var (poolings, layout) = family.Heads.Sequences;
        var layers = layout switch
        {
            HeadLayout.Linear => "one linear layer",
            HeadLayout.Dense => "dense, tanh, linear",
            HeadLayout.Relu => "dense, ReLU, linear",
            HeadLayout.Normed => "dense, activation, norm, linear",
            _ => layout.ToString(),
        };
        return $"on `{string.Join("` or `", poolings.Select(PoolingNames.Of))}`: {layers}";
    }

    private static string Words(Parity? parity) => parity?.ToString() ?? "no golden case";

    private static string Codes(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}
