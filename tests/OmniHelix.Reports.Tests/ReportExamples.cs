using OmniHelix.Rna;

namespace OmniHelix.Reports.Tests;

internal static class ReportExamples
{
    public static TrainingReportData Full(string text = "plain", int steps = 2000)
    {
        CurvePoint[] points = [.. Enumerable.Range(1, steps).Select(i => new CurvePoint(i, i % 97 == 0 ? double.NaN : 1.0 / i))];
        return new TrainingReportData
        {
            Title = text,
            Subtitle = text,
            KeyFigures = [new(text, text, text), new("Macro F1", "0.52")],
            Notes = [text],
            Score = new(text, text, [new(text, 0.5, 0.4, 0.6, true), Majority]) { IntervalNote = text },
            Metrics = new([new(text), new(text, "0.000")], [[text, 0.5]]) { Caption = text },
            Curves =
            [
                new(text, text, [new(text, points), new("second", points)]) { RunningMean = true },
                new("few", "x", [new("one", points[..3])]) { LogarithmicScale = true },
            ],
            TestCurves =
            [
                new("shares", text, [new(text, [new(0, 0), new(0.2, 0.7), new(1, 1)])])
                {
                    StepTitle = text,
                    IsOfShares = true,
                    HasDiagonal = true,
                },
            ],
            Confusion = new([text, ")"], [[3, 1], [0, 0]]),
            Classes = [new(text, 0.1, 0.2, double.NaN, 4)],
            Structures = [new(text, "GGGAAAACCC", SecondaryStructure.Parse("(((....)))"), SecondaryStructure.Parse(".((....))."))],
            StructuresChosenBy = text,
            PairMaps = [Contacts(text), new(text, 3, new[] { 0, 2f, 4, 0, 0, float.NaN, 0, 0, 0 }, new float[9]) { IsOfContacts = false }],
            PairMapsChosenBy = text,
            Data = new([Split(text)])
            {
                Source = text,
                Changes = [text],
                Lengths = [new(text, 0, 10, [4, 6])],
                Alphabet = [new(text, 60)],
                Labels = [new(text, 7)],
            },
            Model = [new(text, text)],
            Reproduction = new(text) { Environment = [new(text, text)], Seeds = [1, 2], Hashes = [new(text, text)], Configuration = text },
            Footer = text,
        };
    }

    /// <summary>Of ten bases: the first pairs with the last, which is found, the second with the eighth, which is missed.</summary>
    public static PairMap Contacts(string name)
    {
        var (truth, predicted) = (new float[100], new float[100]);
        truth[9] = 1;
        truth[17] = 1;
        truth[5] = float.NaN;
        predicted[9] = 0.9f;
        predicted[17] = 0.31f;
        predicted[28] = 0.5f;
        return new(name, 10, truth, predicted) { Facts = name };
    }

    private static ScoreRow Majority => new("majority", 0.2, double.NaN, double.NaN) { ModelAdvantage = (0.2, 0.4) };

    private static SplitSummary Split(string name) => new(name, 10, 100)
    {
        Shortest = 5,
        Median = 9.5,
        Longest = 20,
        Duplicates = 1,
        SharedWithTraining = 2,
        Truncated = 3,
        Dropped = 4,
    };
}
