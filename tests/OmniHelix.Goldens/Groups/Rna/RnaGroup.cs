namespace OmniHelix.Goldens.Groups.Rna;

/// <summary>
/// Folding by ViennaRNA: tables whose names say the conditions, one case a table. Sequences of the <c>fold-</c> tables lie in
/// <c>fold-sequences.tsv</c>.
/// </summary>
internal sealed class RnaGroup : IGoldenGroup
{
    private const string Sequences = "fold-sequences";

    private static readonly Dictionary<string, Action<GoldenCheck, GoldenRow>> Tables = new(StringComparer.Ordinal)
    {
        ["bpp-d2-T37"] = EnsembleCases.Pairs,
        ["bpp-other"] = EnsembleCases.Pairs,
        ["circular"] = CircularCases.Run,
        ["constraints-list"] = ConstraintCases.Lists,
        ["constraints-string"] = ConstraintCases.Signs,
        ["dimer"] = StrandCases.Run,
        ["entropy"] = EnsembleCases.Entropy,
        ["eval"] = EvaluationCases.Structures,
        ["inverse/designs"] = InverseCases.Designs,
        ["inverse/distances"] = InverseCases.Distances,
        ["inverse/pair-metrics"] = InverseCases.Pairs,
        ["local"] = LocalCases.Run,
        ["long"] = EnsembleCases.Long,
        ["mea-gamma"] = EnsembleCases.Accuracy,
        ["shape-deigan"] = ConstraintCases.Reactivities,
        ["soft"] = ConstraintCases.Energies,
        ["stack-prob"] = EnsembleCases.Stacks,
        ["subopt-counts"] = SuboptimalCases.Counts,
        ["subopt-lists"] = SuboptimalCases.Lists,
    };

    public string Name => "rna";

    public bool Recognises(string folder) => File.Exists(Path.Combine(folder, $"{Sequences}.tsv"));

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.tsv", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.ChangeExtension(Path.GetRelativePath(folder, path), null);
            if (name == Sequences) continue;
            if (FoldCases.ConditionsOf(name) is { } conditions)
                yield return new GoldenCase(
                    name, path, check => FoldCases.Run(check, path, Path.Combine(folder, $"{Sequences}.tsv"), conditions));
            else if (name == "eval-loops")
                yield return new GoldenCase(name, path, check => EvaluationCases.Loops(check, path, Path.Combine(folder, "eval.tsv")));
            else if (Tables.TryGetValue(name, out var compare))
                yield return new GoldenCase(name, path, check => Rows(check, path, compare));
            else
                yield return GoldenCase.NotUnderstood(name, path, "a kind of table without a comparison yet");
        }
    }

    private static void Rows(GoldenCheck check, string path, Action<GoldenCheck, GoldenRow> compare)
    {
        var number = 1;
        foreach (var row in GoldenTable.Read(path))
        {
            number++;
            compare(check, new GoldenRow(row, number));
        }
    }
}
