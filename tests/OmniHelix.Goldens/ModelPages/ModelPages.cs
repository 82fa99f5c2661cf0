using System.Text;
using OmniHelix.Goldens.Groups;
using OmniHelix.Models.Families;

namespace OmniHelix.Goldens.ModelPages;

/// <summary>
/// A page for each architecture, and the list of them, out of the table of families, the counts of parameters and a run of the golden
/// cases.
/// </summary>
internal static class ModelPages
{
    /// <summary>Says in a page where it comes from.</summary>
    public const string Notice =
        "<!-- Written by the golden runner (--pages docs/models) from the table of families and the golden cases; do not edit. -->";

    private const string Introduction = """
        One page for each architecture. The facts on published models are those of the model cards, repositories and papers of their
        publishers; what none of them states is not guessed. [models.md](../models.md) tells how models are used.
        """;

    /// <summary>The pages by the names of their files.</summary>
    /// <param name="goldens">The folder of all reference numbers.</param>
    public static IReadOnlyDictionary<string, string> Make(string goldens)
    {
        var parity = Parity.Measure(goldens);
        var parameters = PublishedEncoders.ParametersOfPublished(Path.Combine(goldens, "encoders"));
        // Baselines have no published numbers to be compared with; docs/models.md tells of them.
        var pages = ModelFamilies.All.Where(family => family.Usual is null)
            .Select(family => new FamilyPage(family, parity.GetValueOrDefault(family), parameters)).ToList();
        var list = new StringBuilder($"# Model families\n\n{Notice}\n\n{Introduction}\n");
        list.Append("\n| architecture | `model_type` | published models | numbers against the public implementation |\n");
        list.Append("|---|---|---|---|\n");
        foreach (var page in pages) list.Append(page.Line).Append('\n');
        return pages.Select(page => (page.FileName, Text: page.Text())).Append(("index.md", list.ToString()))
            .ToDictionary(page => page.Item1, page => page.Item2);
    }

    /// <summary>Writes the pages into a folder, and takes away those of families that are gone.</summary>
    /// <param name="goldens">The folder of all reference numbers.</param>
    /// <param name="folder">Is made when it does not exist.</param>
    public static void Write(string goldens, string folder)
    {
        var pages = Make(goldens);
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.EnumerateFiles(folder, "*.md"))
            if (!pages.ContainsKey(Path.GetFileName(old))) File.Delete(old);
        foreach (var (name, text) in pages) File.WriteAllText(Path.Combine(folder, name), text);
    }
}
