using System.Globalization;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Workflows.Structures;

/// <summary>
/// Folded records as RNAfold prints them: name, sequence, structure with its energy; below them what is told of the ensemble. Several
/// structures of a sequence as RNAsubopt prints them: least energy and band behind the sequence, energies behind the structures.
/// </summary>
internal static class FoldedText
{
    /// <summary>Writes a record; one that failed has no place here.</summary>
    /// <param name="text">Receives it.</param>
    /// <param name="record">The record.</param>
    /// <param name="withEnsemble">With the ensemble.</param>
    public static void Write(TextWriter text, FoldedRecord record, bool withEnsemble)
    {
        if (record.Local is { } local) WriteLocal(text, record, local);
        if (record.Folded is not { } folded) return;
        text.Write($">{record.Example.Id.ReplaceLineEndings(" ")}\n{record.Sequence}");
        if (record.Band is { } band) text.Write(Text($" {folded.Energy,6:0.00} {band,6:0.00}"));
        text.Write("\n");
        if (record.Structures is null) text.Write(Text($"{record.DotBracket} ({folded.Energy,6:0.00})\n"));
        foreach (var one in record.Structures ?? []) text.Write(Text($"{one.Structure} {one.Energy,6:0.00}\n"));
        if (withEnsemble && record.Strands is { } strands)
        {
            text.Write(Text($" free energy of ensemble = {strands.Whole:0.00} kcal/mol\n"));
            text.Write(Text($" strands alone {strands.First:0.00} and {strands.Second:0.00}; bound {strands.Bound:0.00}\n"));
        }
        if (!withEnsemble || record.Ensemble is not { } ensemble) return;
        text.Write(Text($"{Line(ensemble.Centroid)} d={ensemble.CentroidDistance:0.00}}}  centroid\n"));
        text.Write(Text($"{Line(ensemble.Accurate)} MEA={ensemble.Accuracy:0.00}}}  maximum expected accuracy\n"));
        text.Write(Text($" free energy of ensemble = {ensemble.Energy:0.00} kcal/mol\n"));
        text.Write(Text($" frequency of mfe structure in ensemble {ensemble.Frequency:G6}; "));
        text.Write(Text($"ensemble diversity {ensemble.Diversity:0.00}; ensemble defect {ensemble.Defect:0.0000}\n"));
    }

    /// <summary>As RNALfold prints them: structures with energies and first bases, the sequence, the energy of the whole.</summary>
    private static void WriteLocal(TextWriter text, FoldedRecord record, LocalStructures local)
    {
        text.Write($">{record.Example.Id.ReplaceLineEndings(" ")}\n");
        foreach (var one in local.Structures) text.Write(Text($"{one.Structure} ({one.Energy,6:0.00}) {one.Start + 1,4}\n"));
        text.Write(Text($"{record.Sequence}\n ({local.Energy:0.00})\n"));
    }

    private static string Line(FoldedStructure folded) => Text($"{folded.Structure} {{{folded.Energy,6:0.00}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
