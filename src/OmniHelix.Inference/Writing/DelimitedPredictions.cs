using System.Globalization;
using OmniHelix.Models;

namespace OmniHelix.Inference.Writing;

/// <summary>
/// A row a record. Results per base stand in one cell: labels of one character joined, everything else separated by blanks. Metadata is one
/// cell of JSON.
/// </summary>
internal sealed class DelimitedPredictions : PredictionWriter
{
    private readonly DelimitedText text;
    private readonly List<(string Name, Func<Prediction, string> Cell)> columns;

    public DelimitedPredictions(TextWriter output, char separator, OmniModel model, PredictionColumns wanted) : base(output)
    {
        text = new DelimitedText(output, separator);
        columns =
        [
            ("id", p => p.Example.Id),
            ("sequence", p => p.Example.Sequence),
            ("metadata", p => p.Example.Metadata?.ToJsonString() ?? ""),
        ];
        if (wanted.Label) columns.Add(("label", p => RecordLabel.Text(p.Example)));
        var labels = model.LabelNames;
        var perBase = model.Task.Unit == TaskUnit.Token;
        var ofPairs = model.Task.Unit == TaskUnit.Pair;
        if (ofPairs) columns.AddRange(PairPredictionFields.Columns(model.Task, wanted));
        else if (model.Task.Target == TaskTarget.Sequence)
        {
            columns.Add(("prediction", p => p.Text ?? ""));
            columns.Add(("score", p => p.Score is { } score ? DelimitedText.Number((float)score) : ""));
            columns.Add(("finished", p => p.Error is not null ? "" : p.IsFinished ? "true" : "false"));
        }
        else if (model.Task.Target == TaskTarget.Number)
        {
            for (var k = 0; k < labels.Count; k++) Column(labels.Count == 1 ? "prediction" : $"prediction_{labels[k]}", k, p => p.Values);
        }
        else
        {
            var joint = perBase && labels.All(l => l.Length == 1) ? "" : " ";
            columns.Add(("prediction", p => string.Join(joint, p.Labels)));
            if (PredictionDecoder.HasStructures(model))
            {
                columns.Add(("structure", p => p.Structure ?? ""));
                columns.Add(("structure_energy", p => p.StructureEnergy is { } energy ? DelimitedText.Number((float)energy) : ""));
            }
            columns.Add(("confidence", p => p.Confidence.Length == 0 ? "" : DelimitedText.Number(p.Confidence.Average())));
            if (!perBase || wanted.Probabilities)
                for (var k = 0; k < labels.Count; k++) Column($"p_{labels[k]}", k, p => p.Probabilities);
        }
        if (wanted.Spread && !ofPairs) columns.Add(("spread", p => DelimitedText.Numbers(p.Spread ?? [])));
        if (wanted.Logits && !ofPairs)
            for (var k = 0; k < labels.Count; k++) Column($"logit_{labels[k]}", k, p => p.Logits ?? []);
        columns.Add(("truncated_bases", p => p.CutBases.ToString(CultureInfo.InvariantCulture)));
        columns.Add(("unknown_bases", p => p.UnknownBases.ToString(CultureInfo.InvariantCulture)));
        columns.Add(("error", p => p.Error?.Describe().ReplaceLineEndings("") ?? ""));

        void Column(string name, int k, Func<Prediction, float[]> values) =>
            columns.Add((name, p => DelimitedText.Numbers(values(p).Where((_, i) => i % labels.Count == k))));
    }

    public override void Begin() => text.Row(columns.Select(c => c.Name));

    public override void Write(Prediction prediction) => text.Row(columns.Select(c => c.Cell(prediction)));
}
