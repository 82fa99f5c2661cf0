using OmniHelix.Metrics;

namespace OmniHelix.Inference;

/// <summary>Raw outputs of several models for one row, as those of one model, and how far the models are apart.</summary>
/// <param name="options">How they become one.</param>
/// <param name="target">What an output is.</param>
/// <param name="width">Outputs of a token, or of a sequence.</param>
internal sealed class RowCombination(EnsembleOptions options, TaskTarget target, int width)
{
    // The logarithm of 0 would be no number.
    private const double Least = 1e-30;

    // What decides a tied vote: too little to be seen, and enough for a float.
    private const double Casting = 1e-6, Equal = 1e-9;

    /// <summary>One row.</summary>
    /// <param name="outputs">Of each model, <c>[…, width]</c>.</param>
    /// <returns>
    /// Outputs that give the combined probabilities again, and the standard deviation of each probability or value over the models.
    /// </returns>
    public (float[] Outputs, float[] Spread) Of(IReadOnlyList<float[]> outputs)
    {
        var count = outputs[0].Length;
        var answers = outputs.Select(Answers).ToArray();
        var votes = options.Combination == Combination.Vote ? answers.Select(Votes).ToArray() : answers;
        var combined = new double[count];
        var spread = new float[count];
        var values = new double[outputs.Count];
        for (var i = 0; i < count; i++)
        {
            for (var model = 0; model < values.Length; model++) values[model] = votes[model][i];
            combined[i] = Combine(values);
            var mean = answers.Average(answer => answer[i]);
            spread[i] = (float)Math.Sqrt(answers.Average(answer => (answer[i] - mean) * (answer[i] - mean)));
        }
        if (options.Combination == Combination.Vote) DecideTies(combined, answers);
        return ([.. combined.Select(Output)], spread);
    }

    // Equal votes go to what has the higher mean probability.
    private void DecideTies(double[] votes, double[][] answers)
    {
        if (target == TaskTarget.Classes)
        {
            for (var i = 0; i < votes.Length; i++)
                if (Math.Abs(votes[i] - 0.5) < Equal) votes[i] += Mean(i) >= 0.5 ? Casting : -Casting;
            return;
        }
        for (var i = 0; i < votes.Length; i += width)
        {
            var most = votes.AsSpan(i, width).ToArray().Max();
            var tied = Enumerable.Range(i, width).Where(at => votes[at] > most - Equal).ToList();
            if (tied.Count > 1) votes[tied.MaxBy(Mean)] += Casting;
        }

        double Mean(int at) => Weighted([.. answers.Select(answer => answer[at])]);
    }

    // Softmax is the same for outputs that are not normalised yet.
    private float Output(double answer) => target switch
    {
        TaskTarget.Class => (float)Math.Log(Math.Max(answer, Least)),
        TaskTarget.Classes => (float)(Math.Log(Math.Max(answer, Least)) - Math.Log(Math.Max(1 - answer, Least))),
        _ => (float)answer,
    };

    private double[] Answers(float[] outputs)
    {
        if (target == TaskTarget.Number) return [.. outputs.Select(value => (double)value)];
        if (target == TaskTarget.Classes) return [.. outputs.Select(value => 1 / (1 + Math.Exp(-(double)value)))];
        var probabilities = new float[outputs.Length];
        for (var i = 0; i < outputs.Length; i += width) SoftMax.Write(outputs.AsSpan(i, width), probabilities.AsSpan(i, width));
        return [.. probabilities.Select(value => (double)value)];
    }

    private double[] Votes(double[] answers)
    {
        if (target == TaskTarget.Classes) return [.. answers.Select(answer => answer >= 0.5 ? 1.0 : 0)];
        var votes = new double[answers.Length];
        for (var i = 0; i < answers.Length; i += width)
        {
            var best = i;
            for (var k = i + 1; k < i + width; k++)
                if (answers[k] > answers[best]) best = k;
            votes[best] = 1;
        }
        return votes;
    }

    private double Combine(double[] values)
    {
        switch (options.Combination)
        {
            case Combination.Max: return values.Max();
            case Combination.Min: return values.Min();
            case Combination.Median:
                var sorted = values.Order().ToArray();
                return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
            default:
                return Weighted(values);
        }
    }

    private double Weighted(double[] values) => options.Weights is { } weights
        ? values.Zip(weights, (value, weight) => value * weight).Sum() / weights.Sum()
        : values.Average();
}
