using System.Globalization;
using OmniHelix.Rna;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Workflows.Structures;

/// <summary>Energies of structures as RNAeval prints them.</summary>
internal static class EvaluatedText
{
    /// <summary>Writes a record; one that failed has no place here.</summary>
    /// <param name="text">Receives it.</param>
    /// <param name="record">The record.</param>
    /// <param name="withLoops">With a line for each loop, in 0.01 kcal/mol, before the sequence.</param>
    public static void Write(TextWriter text, EvaluatedRecord record, bool withLoops)
    {
        if (record.Energy is not { } energy) return;
        text.Write($">{record.Example.Id.ReplaceLineEndings(" ")}\n");
        if (withLoops)
            foreach (var loop in energy.Loops) text.Write(Line(record.Sequence, loop) + "\n");
        text.Write(Text($"{record.Sequence}\n{record.Structure} ({energy.Energy,6:0.00})\n"));
    }

    private static string Line(string sequence, LoopEnergy loop)
    {
        var energy = (int)Math.Round(loop.Energy * 100);
        if (loop.Closing is not { } pair) return Text($"External loop                           : {energy,5}");
        var closing = Pair(sequence, pair);
        return loop.Kind switch
        {
            LoopKind.Hairpin => Text($"Hairpin  loop {closing}              : {energy,5}"),
            LoopKind.Multiloop => Text($"Multi    loop {closing}              : {energy,5}"),
            _ => Text($"Interior loop {closing}; {Pair(sequence, loop.Inner[0])}: {energy,5}"),
        };
    }

    private static string Pair(string sequence, BasePair pair) =>
        Text($"({pair.Open + 1,3},{pair.Close + 1,3}) {sequence[pair.Open]}{sequence[pair.Close]}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
